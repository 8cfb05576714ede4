"""Exports for Moodle: its grading worksheet, a CSV for its gradebook, and the archive of feedback files."""
