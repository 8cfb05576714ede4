"""Processes: the zygote, the bench, judges and workers, and their limits."""
