def get_fashion_mnist_labels(labels):
    text_labels = ['shirt', 'trouser', 'pullover', 'dress', 'coat',
                   'sandal', 't-shirt', 'sneaker', 'bag', 'ankle boot']
    names = []
    for i in range(len(labels)):
        names.append(text_labels[labels[i]])
    return names
