"""What a sample gives under a model: quantities with replicates, and what has none."""
