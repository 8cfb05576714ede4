"""Exercise synthetic_data: examples around a known line."""
