"""Image data sets for trainings: the real Fashion-MNIST, and the record that every set comes as."""
