"""Reference solutions and hidden checks of the topic."""
