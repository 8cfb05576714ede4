"""The list of a class: decoding of its file, its rows and columns, and its original numbers."""
