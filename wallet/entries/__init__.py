"""Own entries and their evidence: what a person declares without a signed credential."""
