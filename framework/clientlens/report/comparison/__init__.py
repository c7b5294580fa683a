"""The report of a comparison: a page, a folder, a summary in the terminal."""
