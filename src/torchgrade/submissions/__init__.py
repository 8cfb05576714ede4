"""Reading what students hand in: which files are submissions, their code, and the slice that runs."""
