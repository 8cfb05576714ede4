"""The exercise relu: negative numbers become 0."""
