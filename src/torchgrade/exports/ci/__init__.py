"""Exports for graders and CI systems, which show the checks of a submission."""
