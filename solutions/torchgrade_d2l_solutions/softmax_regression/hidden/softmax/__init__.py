"""Hidden checks of ``softmax``."""
