"""Exercises of linear regression."""
