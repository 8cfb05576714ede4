"""Image data sets for training: the real Fashion-MNIST, and the record of every data set."""
