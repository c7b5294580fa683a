"""Whether groups of clients mean the same by a construct, and whether one model holds for all."""
