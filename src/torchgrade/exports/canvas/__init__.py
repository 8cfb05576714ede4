"""Exports for Canvas: the CSV of its gradebook, and the archive of feedback files."""
