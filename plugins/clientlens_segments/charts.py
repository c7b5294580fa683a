"""The charts of segments, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from clientlens.plugin_api import Chart, Messages, Result, Segmentation
from clientlens_segments.heatmap import Tile, heatmap_specs
from clientlens_segments.naming import feature_name
from clientlens_segments.options import SegmentsOptions
from clientlens_segments.segment_map import map_specs, plane_of
from clientlens_segments.silhouette_chart import Spread, silhouette_specs
from clientlens_segments.small_quadrants import Panel, quadrant_specs
from clientlens_segments.values import SEPARATOR, layout_of

_MOST_ROWS = 40
"""The heatmap shows so many questions at most: those that set segments apart most."""

_MOST_PANELS = 9


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Of every segmentation the profile, the map, silhouettes, and quadrants."""
    if "share" not in result.estimates:
        return
    options: SegmentsOptions = result.options  # type: ignore[assignment]
    for name in layout_of(result.study, options).segmentations:
        segments = _segments(result, name)
        if not segments:
            continue
        yield from _profile(result, words, name, segments)
        found = result.segmentations.get(name)
        if found is not None and found.codes:
            yield from _map(result, words, name, found)
            yield from _silhouettes(result, words, name)
        yield from _quadrants(result, words, name, segments)


def _language(words: Messages) -> Literal["zh", "en"]:
    return "en" if words.language == "en" else "zh"


def _segments(result: Result, name: str) -> list[tuple[int, str, int]]:
    """Position, label and size of the segments that are shown."""
    n = result.estimates.counts["n"].isel(group=0)
    return [
        (i, str(label), int(count))
        for i, (label, count) in enumerate(zip(n["segment"].values, n.to_numpy(), strict=True))
        if str(label).partition(SEPARATOR)[0] == name and not np.isnan(count)
    ]


def _title(result: Result, words: Messages, label: str, n: int | None = None) -> str:
    name = result.name_of(label, _language(words))
    return name if n is None else words("segments-with-n", name=name, n=str(n))


def _profile(
    result: Result, words: Messages, name: str, segments: list[tuple[int, str, int]]
) -> Iterator[Chart]:
    summary = result.estimates.summary("standardised_difference").isel(group=0)
    own = [i for i, _, _ in segments]
    d = summary["estimate"].to_numpy()[own]  # (S, p)
    low, high = summary["ci_low"].to_numpy()[own], summary["ci_high"].to_numpy()[own]
    known = np.flatnonzero(~np.isnan(d).all(axis=0))
    if not len(known):
        return
    largest = np.nanmax(np.abs(d[:, known]), axis=0)
    rows = np.sort(known[np.argsort(-largest, kind="stable")[:_MOST_ROWS]])
    tiles = [
        Tile(r, c, float(d[c, j]), not low[c, j] <= 0 <= high[c, j])
        for r, j in enumerate(rows)
        for c in range(len(own))
        if not np.isnan(d[c, j])
    ]
    features = summary["feature"].values.tolist()
    names = [result.name_of(features[j], _language(words)) for j in rows]
    columns = [_short(result, words, label, n) for _, label, n in segments]
    wide, narrow = heatmap_specs(tiles, names, columns, words("segments-axis-effect"))
    yield Chart(
        name=f"profile-{name}",
        title=words("segments-chart-profile", name=_title(result, words, name)),
        description=words("segments-chart-profile-describes", count=str(len(own))),
        wide=wide,
        narrow=narrow,
        note=words("segments-chart-profile-note") + _explained(result, words, name),
    )


def _short(result: Result, words: Messages, label: str, n: int) -> str:
    """A found segment by its code, which the note explains; another by its name."""
    attribute, _, value = label.partition(SEPARATOR)
    if attribute in result.segmentations:
        return words("segments-with-n", name=value, n=str(n))
    return _title(result, words, label, n)


def _explained(result: Result, words: Messages, name: str) -> str:
    """What codes of found segments stand for."""
    found = result.segmentations.get(name)
    if found is None:
        return ""
    told = [
        words("segments-listed", number=code, name=_title(result, words, f"{name}={code}"))
        for code in found.codes
    ]
    return words("segments-explained", names="; ".join(told))


def _map(result: Result, words: Messages, name: str, found: Segmentation) -> Iterator[Chart]:
    features = found.features
    if features is None or not len(features.names):
        return
    minimum = result.study.report.minimum_group
    known = ~np.isnan(features.values).any(axis=1)
    labels = found.labels[known]
    if min(np.bincount(labels[labels >= 0], minlength=len(found.codes))) < minimum:
        return
    plane = plane_of(features.values[known])
    if plane is None:
        return
    titles = [
        words("segments-axis-component", number=str(i + 1), share=f"{100 * share:.0f}%")
        for i, share in enumerate(plane.shares.tolist())
    ]
    foremost = [
        words("segments-list").join(
            feature_name(features.names[j], words, result.study) for j in own
        )
        for own in plane.foremost
    ]
    names = [f"{c.removeprefix('s')} {_title(result, words, f'{name}={c}')}" for c in found.codes]
    wide, narrow = map_specs(plane, labels, names, (titles[0], titles[1]), minimum)
    yield Chart(
        name=f"map-{name}",
        title=words("segments-chart-map", name=_title(result, words, name)),
        description=words("segments-chart-map-describes", count=str(len(names))),
        wide=wide,
        narrow=narrow,
        note=words(
            "segments-chart-map-note",
            share=f"{100 * plane.shares.sum():.0f}%",
            least=str(minimum),
            first=foremost[0],
            second=foremost[1],
        ),
    )


def _silhouettes(result: Result, words: Messages, name: str) -> Iterator[Chart]:
    frames = [table.frame for table in result.tables if table.name == "silhouettes"]
    if not frames:
        return
    own = frames[0][frames[0]["segment"].str.startswith(f"{name}{SEPARATOR}")]
    spreads = [
        Spread(
            _short(result, words, str(row["segment"]), int(row["n"])),
            *(float(row[key]) for key in ("p10", "p25", "median", "p75", "p90")),
        )
        for _, row in own.iterrows()
    ]
    if not spreads:
        return
    wide, narrow = silhouette_specs(spreads, words("segments-axis-silhouette"))
    yield Chart(
        name=f"silhouettes-{name}",
        title=words("segments-chart-silhouettes", name=_title(result, words, name)),
        description=words("segments-chart-silhouettes-describes", count=str(len(spreads))),
        wide=wide,
        narrow=narrow,
        note=words("segments-chart-silhouettes-note") + _explained(result, words, name),
    )


def _quadrants(
    result: Result, words: Messages, name: str, segments: list[tuple[int, str, int]]
) -> Iterator[Chart]:
    """Where the study asks importance and one more facet of every indicator."""
    facets = [facet for facet in result.study.facets if facet != "importance"]
    if "importance" not in result.study.facets or not facets:
        return
    performance = "satisfaction" if "satisfaction" in facets else facets[0]
    means = result.estimates.answered("feature_mean").isel(group=0)
    place = {feature: j for j, feature in enumerate(means["feature"].values.tolist())}
    indicators = result.hierarchy.indicators
    values = means.to_numpy()
    panels = []
    for i, label, n in segments[:_MOST_PANELS]:
        points = tuple(
            (number, float(x), float(y))
            for number, code in enumerate(indicators, start=1)
            for x, y in [(values[i, place[f"importance.{code}"]],
                          values[i, place[f"{performance}.{code}"]])]
            if not (np.isnan(x) or np.isnan(y))
        )  # fmt: skip
        if points:
            panels.append(Panel(_short(result, words, label, n), points))
    if not panels:
        return
    titles = [_facet(result, words, facet) for facet in ("importance", performance)]
    wide, narrow = quadrant_specs(panels, (titles[0], titles[1]))
    urgent = sorted({number for panel in panels for number in panel.urgent})
    listed = words("segments-list").join(
        words(
            "segments-listed",
            number=str(number),
            name=result.hierarchy.name(indicators[number - 1], _language(words)),
        )
        for number in urgent
    )
    yield Chart(
        name=f"quadrants-{name}",
        title=words("segments-chart-quadrants", name=_title(result, words, name)),
        description=words("segments-chart-quadrants-describes", count=str(len(panels))),
        wide=wide,
        narrow=narrow,
        note=words("segments-chart-quadrants-note", listed=listed)
        + _explained(result, words, name),
    )


def _facet(result: Result, words: Messages, facet: str) -> str:
    name = result.study.facets[facet].name
    return (name.in_language(_language(words)) if name else None) or facet
