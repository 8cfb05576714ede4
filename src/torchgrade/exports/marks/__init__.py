"""Texts of marks, students and comments, as the files of all systems hold them."""
