"""``clientlens show``: the merged hierarchy as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientlens.cli.arguments import Root, StudyPath, Without

if TYPE_CHECKING:
    from rich.tree import Tree

    from clientlens.config.study import Study


def show(study: StudyPath, without: Without = None, root: Root = None) -> None:
    """Show the merged study as a tree, with the file that each part comes from."""
    from rich.console import Console

    from clientlens import workbench

    Console().print(tree_of(workbench.load(study, without=without or (), root=root)))


def tree_of(study: Study) -> Tree:
    """The hierarchy, the items, the roles and the models of a study as a rich tree."""
    from rich.markup import escape
    from rich.tree import Tree

    from clientlens.hierarchy import hierarchy_of

    language = study.report.language
    title = study.about.title.in_language(language) if study.about.title else None
    tree = Tree(f"[bold]{escape(title or study.about.id)}[/]  {study.document.files[-1].path}")
    hierarchy = hierarchy_of(study)
    for code, dimension in study.dimensions.items():
        path = ("hierarchy", code)
        branch = tree.add(_line(study, code, hierarchy.name(code, language), path))
        for leaf in dimension.indicators:
            leaf_path = (*path, "indicators", leaf)
            branch.add(_line(study, leaf, hierarchy.name(leaf, language), leaf_path))
    if study.items:
        branch = tree.add("[bold]items[/]")
        for code, item in study.items.items():
            name = item.name.in_language(language) if item.name else None
            branch.add(_line(study, code, name or code, ("items", code)))
    if study.roles:
        branch = tree.add("[bold]roles[/]")
        for code, role in study.roles.items():
            name = role.name.in_language(language) if role.name else None
            branch.add(_line(study, code, name or code, ("roles", code)))
    branch = tree.add("[bold]models[/]")
    for name, choice in study.models.items():
        branch.add(_line(study, name, f"use: {choice.use}", ("models", name)))
    return tree


def _line(study: Study, code: str, name: str, path: tuple[str, ...]) -> str:
    from rich.markup import escape

    place = study.document.key_place(*path)
    inner = {spot.key.file for p, spot in study.document.spots.items() if p[: len(path)] == path}
    others = sorted(inner - {place.file})
    more = f" + {', '.join(others)}" if others else ""
    origin = f"{place.file}:{place.line}{more}"
    return f"{escape(name)} [cyan]{escape(code)}[/] [dim]{escape(origin)}[/]"
