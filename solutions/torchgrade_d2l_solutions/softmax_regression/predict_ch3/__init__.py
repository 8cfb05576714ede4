"""Reference, hidden checks and variants of ``predict_ch3``."""
