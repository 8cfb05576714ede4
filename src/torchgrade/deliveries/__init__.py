"""The list of submissions, as course systems deliver them: layouts of names, archives, rosters."""
