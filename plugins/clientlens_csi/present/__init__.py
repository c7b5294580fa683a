"""What people see of a satisfaction index: tables, verdicts, findings, pictures."""
