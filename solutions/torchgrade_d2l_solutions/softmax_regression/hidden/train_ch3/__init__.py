"""Hidden checks of ``train_ch3``."""
