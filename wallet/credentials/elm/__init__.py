"""European Learning Model v3 (European Digital Credentials for Learning)."""
