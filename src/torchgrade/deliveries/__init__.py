"""List of submissions from the exports of course systems: layouts of names, archives, rosters."""
