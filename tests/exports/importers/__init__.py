"""Small importers, written from the rules of each LMS, that read our files as the LMS would."""

from __future__ import annotations
