"""The exercise mean_and_variance: two numbers for each column."""
