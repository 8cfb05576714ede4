"""Importers of LMSs, written from the rules of their sources: each reads a file of ours as the LMS would."""
