"""Who an issuer is: identifiers, what they publish, their keys."""
