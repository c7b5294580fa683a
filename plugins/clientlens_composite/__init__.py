"""Composite scores of units: indicators normalised and put together, or ranked beside ideals."""
