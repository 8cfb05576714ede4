import numpy as np

text_labels = np.array(['t-shirt', 'trouser', 'pullover', 'dress', 'coat',
                   'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot'])


def get_fashion_mnist_labels(labels):
    return text_labels[labels]
