"""Hidden checks of ``sgd``."""
