"""Files of an LMS as templates: cells, students, the scale of the item, and the filling."""
