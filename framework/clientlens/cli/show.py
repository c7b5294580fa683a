"""``clientlens show``: the merged hierarchy as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientlens.cli.arguments import Root, StudyPath, Without

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.tree import Tree

    from clientlens.config.schema import Attribute, Item
    from clientlens.config.study import Role, Study
    from clientlens.config.text import KeyPath


def show(study: StudyPath, without: Without = None, root: Root = None) -> None:
    """Show the merged study as a tree, with the file that each part comes from."""
    from rich.console import Console

    from clientlens import workbench

    Console().print(tree_of(workbench.load(study, without=without or (), root=root)))


def tree_of(study: Study) -> Tree:
    """The hierarchy, items, roles, segments and models of a study as a rich tree."""
    from rich.markup import escape
    from rich.tree import Tree

    language = study.report.language
    title = study.about.title.in_language(language) if study.about.title else None
    tree = Tree(f"[bold]{escape(title or study.about.id)}[/]  {study.document.files[-1].path}")
    _add_hierarchy(tree, study)
    branches = {
        "items": _named_lines(study, "items", study.items),
        "roles": _named_lines(study, "roles", study.roles),
        "segments": [_segment_line(study, code) for code in study.grouped_by],
        "models": [
            _line(study, name, f"use: {choice.use}", ("models", name))
            for name, choice in study.models.items()
        ],
    }
    for heading, lines in branches.items():
        branch = tree.add(f"[bold]{heading}[/]") if lines or heading == "models" else tree
        for line in lines:
            branch.add(line)
    return tree


def _add_hierarchy(tree: Tree, study: Study) -> None:
    from clientlens.hierarchy import hierarchy_of

    hierarchy, language = hierarchy_of(study), study.report.language
    for code, dimension in study.dimensions.items():
        path = ("hierarchy", code)
        branch = tree.add(_line(study, code, hierarchy.name(code, language), path))
        for leaf in dimension.indicators:
            leaf_path = (*path, "indicators", leaf)
            branch.add(_line(study, leaf, hierarchy.name(leaf, language), leaf_path))


def _named_lines(study: Study, key: str, things: Mapping[str, Item | Role]) -> list[str]:
    return [
        _line(study, code, _name(thing, study) or code, (key, code))
        for code, thing in things.items()
    ]


def _name(named: Item | Role | Attribute, study: Study) -> str | None:
    return named.name.in_language(study.report.language) if named.name else None


def _segment_line(study: Study, code: str) -> str:
    """An attribute that makes groups: its name, and what it is made of or found by."""
    attribute, choice = study.respondents[code], study.found.get(code)
    name = _name(attribute, study) or code
    if choice:
        return _line(study, code, f"{name} (method: {choice.method})", choice.path)
    path, parts = ("respondents", code), attribute.parts
    if attribute.cross:
        return _line(study, code, f"{name} ({' × '.join(parts)})", path)
    made_of = f" (rules on {', '.join(parts)})" if parts else ""
    return _line(study, code, f"{name}{made_of}", path)


def _line(study: Study, code: str, name: str, path: KeyPath) -> str:
    from rich.markup import escape

    place = study.document.key_place(*path)
    inner = {spot.key.file for p, spot in study.document.spots.items() if p[: len(path)] == path}
    others = sorted(inner - {place.file})
    more = f" + {', '.join(others)}" if others else ""
    origin = f"{place.file}:{place.line}{more}"
    return f"{escape(name)} [cyan]{escape(code)}[/] [dim]{escape(origin)}[/]"
