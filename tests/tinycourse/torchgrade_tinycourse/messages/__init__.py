"""The sentences of the course, by language."""
