"""From bytes to values: strict JSON, tokens, times, amounts, languages, text; each once."""
