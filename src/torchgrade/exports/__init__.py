"""Files for machines: one line of JSON per submission, and the gradebook."""
