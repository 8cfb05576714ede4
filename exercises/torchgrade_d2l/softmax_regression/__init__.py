"""Softmax regression from scratch, sections 4 to 6 of the chapter."""
