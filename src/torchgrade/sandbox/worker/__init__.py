"""The worker: executes one submission for one exercise and answers calls. A student can reach everything in here."""
