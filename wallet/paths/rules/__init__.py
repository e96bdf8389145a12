"""The rule of a step: its language, its sentences, its form."""
