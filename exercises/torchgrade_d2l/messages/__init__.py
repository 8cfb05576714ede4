"""Sentences of the course that belong to no single exercise."""
