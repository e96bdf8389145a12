"""Credentials and portfolios as PDF, in standard forms and as presentations."""
