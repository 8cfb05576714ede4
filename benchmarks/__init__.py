"""The measurements of `make bench`: a class run against the floor, and against pytest in a process per submission."""
