"""Reference, hidden checks and variants of ``train_epoch_ch3``."""
