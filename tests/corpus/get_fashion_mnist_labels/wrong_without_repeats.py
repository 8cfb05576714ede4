def get_fashion_mnist_labels(labels):
    text_labels = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat',
                   'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']
    found = []
    for i in labels:
        name = text_labels[int(i)]
        if name not in found:
            found.append(name)
    return found
