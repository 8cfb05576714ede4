"""The one topic of the course."""
