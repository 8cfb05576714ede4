def get_fashion_mnist_labels(labels):
    names = "t-shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle boot".split(",")
    return [names[int(i)] for i in labels]
