"""Results: labelled estimates, what they say, and their form on disk."""
