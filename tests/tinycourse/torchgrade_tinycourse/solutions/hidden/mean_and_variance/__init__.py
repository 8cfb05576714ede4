"""Hidden check of mean_and_variance."""
