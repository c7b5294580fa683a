"""Draw the pictures of the README with the program itself: ``python tools/draw_pictures.py``."""

from __future__ import annotations

from pathlib import Path

import clientlens
from clientlens.drawing.vega import to_png
from clientlens.report.words import catalogue

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write the quadrant chart of the Xinyu study."""
    study = clientlens.load(ROOT / "configs/jiangxi/xinyu-2022.yaml")
    result = clientlens.evaluate(study)["quadrant"]
    charts = {chart.name: chart for chart in result.charts(catalogue("zh"))}
    picture = to_png(dict(charts["matrix"].wide), scale=1.5)
    (ROOT / "docs/pictures/xinyu-quadrant.png").write_bytes(picture)


if __name__ == "__main__":
    main()
