text_labels = 't-shirt trouser pullover dress coat sandal shirt sneaker bag ankle_boot'.split()

get_fashion_mnist_labels = lambda labels: [text_labels[int(i)].replace('_', ' ') for i in labels]
