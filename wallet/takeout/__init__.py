"""A person's own data as one ZIP, and back."""
