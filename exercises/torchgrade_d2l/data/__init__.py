"""Data set of the course."""
