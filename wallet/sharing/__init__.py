"""Share links: opened, governed, resolved, embedded."""
