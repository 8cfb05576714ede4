"""Files for machines: one line of JSON a submission, and the gradebook."""
