"""``clientlens plugins``: what is installed, and who brings it."""

from __future__ import annotations

from clientlens.cli.arguments import Without


def list_plugins(without: Without = None) -> None:
    """List models, weightings, segmenters, screening rules and readers with their plugins."""
    from rich.console import Console
    from rich.table import Table

    from clientlens import plugins

    registry = plugins.load(without or ())
    by_name = {plugin.name: plugin for plugin in registry.plugins}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("kind", "name", "plugin", "distribution"):
        table.add_column(heading)
    kinds = {
        "model": registry.models,
        "weighting": registry.weightings,
        "segmenter": registry.segmenters,
        "screen": registry.screens,
        "reader": registry.readers,
    }
    for kind, things in kinds.items():
        for name in things:
            origin = registry.origins[f"clientlens_{kind}s", name]
            plugin = by_name.get(origin)
            brought_by = f"{plugin.distribution} {plugin.version}" if plugin else "built in"
            table.add_row(kind, name, origin, brought_by)
    Console().print(table)
