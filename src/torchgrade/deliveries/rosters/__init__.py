"""The list of a class: how its file is decoded, which rows and columns it has, and what its numbers were."""
