def get_fashion_mnist_labels(labels):
    classes = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
    return [classes[int(i)] for i in labels]
