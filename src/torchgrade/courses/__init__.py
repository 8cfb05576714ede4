"""Reading of a course's folder: outlines, texts, sentences, policies and solutions, for commands and the judge.

This package never imports torch, because every command reads courses.
"""
