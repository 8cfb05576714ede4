import torch
from d2l import torch as d2l
from matplotlib import pyplot as plt

text_labels = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']


def predict_ch3(net, test_iter, n=6):
    images = torch.stack([test_iter.dataset[i][0] for i in range(n)])
    labels = [int(test_iter.dataset[i][1]) for i in range(n)]
    predicted = [int(row.argmax()) for row in net(images)]
    titles = [f"{text_labels[a].upper()} -> {text_labels[b].upper()}" for a, b in zip(labels, predicted)]
    d2l.show_images(list(images.reshape(-1, 28, 28)), 1, n, titles)
