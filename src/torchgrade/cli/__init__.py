"""Command line, with one file for each command."""
