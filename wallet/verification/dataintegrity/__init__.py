"""Data Integrity proofs."""
