"""What findings, verdicts and formats are called: pure data, marked for translation."""
