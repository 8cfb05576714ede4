"""Reference solutions and hidden checks of torchgrade-d2l: what only an instructor installs."""
