"""The data set that the course brings."""
