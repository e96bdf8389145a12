"""Comprehensive Learner Record 2.0."""
