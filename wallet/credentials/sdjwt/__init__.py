"""SD-JWT (RFC 9901)."""
