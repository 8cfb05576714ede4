"""Hidden checks of ``cross_entropy``."""
