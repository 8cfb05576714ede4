"""A class run: jobs, executors, the store of results and its continuation."""
