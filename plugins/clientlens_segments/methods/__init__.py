"""Ways to part respondents into segments, on plain arrays."""
