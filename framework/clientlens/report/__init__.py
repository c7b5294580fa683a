"""The report: what is written for people, of an evaluation that is made."""
