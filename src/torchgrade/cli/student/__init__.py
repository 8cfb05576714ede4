"""Commands of a student: start, check, watch, hint and reset, and the check inside a notebook."""
