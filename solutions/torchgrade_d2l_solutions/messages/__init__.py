"""Catalogues of the command ``demo``."""
