"""Exchange between judge and worker: frames, values and requests."""
