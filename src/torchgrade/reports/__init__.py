"""Pages for people: one self-contained HTML file for the class and for each student."""
