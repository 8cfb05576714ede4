label_map = {
    0: 't-shirt',
    1: 'trouser',
    2: 'pullover',
    3: 'dress',
    4: 'coat',
    5: 'sandal',
    6: 'shirt',
    7: 'sneaker',
    8: 'bag',
    9: 'ankle boot',
}


def get_fashion_mnist_labels(labels):
    res = []
    for label in labels:
        res.append(label_map[label])
    return res
