"""Draw the pictures of the README with the program itself: ``python tools/draw_pictures.py``."""

from __future__ import annotations

from pathlib import Path

import clientlens
from clientlens.drawing.vega import to_png
from clientlens.report.words import catalogue

ROOT = Path(__file__).resolve().parents[1]


PICTURES = {"zh": "xinyu-quadrant.png", "en": "xinyu-quadrant.en.png"}
"""Language → picture."""


def main() -> None:
    """Write the quadrant chart of the Xinyu study in both languages."""
    for language, name in PICTURES.items():
        changes = {"report": {"language": language}}
        study = clientlens.load(ROOT / "configs/jiangxi/xinyu-2022.yaml", changes=changes)
        result = clientlens.evaluate(study)["quadrant"]
        charts = {chart.name: chart for chart in result.charts(catalogue(language))}
        picture = to_png(dict(charts["matrix"].wide), scale=1.5)
        (ROOT / "docs/pictures" / name).write_bytes(picture)


if __name__ == "__main__":
    main()
