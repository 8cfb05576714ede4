"""Exports for lists of a school: a workbook filled in without a change elsewhere, or a plain new one."""
