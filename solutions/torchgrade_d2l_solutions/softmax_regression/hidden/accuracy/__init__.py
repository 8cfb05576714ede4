"""Hidden checks of ``accuracy``."""
