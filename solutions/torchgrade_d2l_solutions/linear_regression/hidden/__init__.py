"""Hidden checks, by exercise."""
