"""Commands of a course author."""
