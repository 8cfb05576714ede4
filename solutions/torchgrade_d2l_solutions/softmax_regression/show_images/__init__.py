"""Reference, hidden checks and variants of ``show_images``."""
