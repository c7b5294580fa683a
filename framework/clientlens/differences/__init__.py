"""Differences: which groups differ in what, by how much, and how sure that is."""
