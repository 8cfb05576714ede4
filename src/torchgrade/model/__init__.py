"""Frozen records that every room shares, and their JSON."""
