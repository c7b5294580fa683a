"""The path diagram: constructs as boxes, the paths between them as arrows."""

from clientlens_csi.diagram.facts import Arrow, Diagram, Node
from clientlens_csi.diagram.specs import diagram_specs

__all__ = ["Arrow", "Diagram", "Node", "diagram_specs"]
