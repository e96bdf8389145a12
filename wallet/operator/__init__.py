"""What the operator does for a person by hand."""
