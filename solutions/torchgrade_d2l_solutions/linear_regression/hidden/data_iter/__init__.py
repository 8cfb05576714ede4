"""Hidden checks of ``data_iter``."""
