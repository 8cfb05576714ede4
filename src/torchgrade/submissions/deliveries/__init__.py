"""How systems for courses deliver what was handed in: layouts of names, archives, rosters."""
