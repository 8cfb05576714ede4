"""The exercise synthetic_data: examples around a known line."""
