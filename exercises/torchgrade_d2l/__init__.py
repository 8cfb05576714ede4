"""The course on linear and softmax regression: what a student receives."""
