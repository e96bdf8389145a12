"""Classifications of skills and occupations (ESCO): imported, put in use, searched."""
