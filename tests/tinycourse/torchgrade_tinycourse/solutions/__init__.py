"""What a real course would keep in a distribution of its own: references and hidden checks."""
