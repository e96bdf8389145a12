"""Open Badges 0.5 to 2.1: hosted, signed, and the scope of their issuer."""
