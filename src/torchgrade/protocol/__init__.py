"""What crosses between judge and worker: frames, values and requests."""
