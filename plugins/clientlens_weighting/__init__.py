"""Structural weights of a hierarchy: where they come from, and how several sources become one."""
