"""A path in print: a numbered snapshot that never changes."""
