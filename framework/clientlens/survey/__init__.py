"""The survey: from cells to answers, and who is kept."""
