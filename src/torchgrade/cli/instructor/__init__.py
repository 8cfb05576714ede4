"""Commands of an instructor: grade a class, and report on a run."""
