"""Exercise get_fashion_mnist_labels: the names of Fashion-MNIST's classes."""
