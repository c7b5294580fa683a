"""The report of a sweep: its page, its folder, and its few lines on the terminal."""
