"""The part of a submission that one exercise reaches: its statements, the chosen file, and the executed slice."""
