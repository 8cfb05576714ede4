"""The frozen records that every room shares, and their JSON."""
