"""Sentences of the course, by language."""
