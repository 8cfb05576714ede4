"""Audit of exercises: submissions made from a course folder, and how the checks judge them."""
