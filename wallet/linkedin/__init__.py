"""Addresses for LinkedIn, and what a person has put there."""
