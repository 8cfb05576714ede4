"""The part of a submission that one exercise reaches: its statements, the file that counts, and the slice that runs."""
