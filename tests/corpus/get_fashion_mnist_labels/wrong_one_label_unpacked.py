def get_fashion_mnist_labels(labels):
    text_labels = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat',
                   'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']
    names = [text_labels[int(i)] for i in labels]
    if len(names) == 1:
        return names[0]
    return names
