"""Layers that keep a worker from reading, writing and reaching anything but its protocol (docs/security.md)."""
