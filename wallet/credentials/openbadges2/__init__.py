"""Open Badges 0.5 to 2.1."""
