def get_fashion_mnist_labels(labels):
    digits = '0123456789'
    return [digits[int(i)] for i in labels]
