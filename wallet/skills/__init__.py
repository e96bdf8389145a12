"""What a holder can do and what proves it, and what a target still needs."""
