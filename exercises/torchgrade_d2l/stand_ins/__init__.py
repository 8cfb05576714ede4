"""Texts that take the place of libraries in a worker."""
