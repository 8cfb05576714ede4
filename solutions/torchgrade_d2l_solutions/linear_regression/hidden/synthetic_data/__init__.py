"""Hidden checks of ``synthetic_data``."""
