"""Reading what students hand in: which files count, their code, and the slice that runs."""
