def get_fashion_mnist_labels(labels):
    # first entry: no class
    names = ['background', 't-shirt', 'trouser', 'pullover', 'dress', 'coat',
             'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']
    return [names[int(i)] for i in labels]
