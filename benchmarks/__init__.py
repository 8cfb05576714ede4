"""What `make bench` runs: a class run against the floor, and against pytest in a process a submission."""
