"""The worker: executes one submission for one exercise and answers calls. Everything here is in a student's reach."""
