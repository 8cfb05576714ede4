"""Readers of submitted files: from bytes to cells, and from the text of a cell to code that Python parses."""
