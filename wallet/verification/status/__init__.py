"""Whether the issuer has taken a credential back, by every kind of status list."""
