import torch
import matplotlib.pyplot as plt

text_labels = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat',
               'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']


def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    pred = net(X).argmax(dim=1)
    plt.figure(figsize=(10, 3))
    for i in range(n):
        plt.subplot(1, n, i + 1)
        plt.imshow(X[i, 0])
        plt.title("real: " + text_labels[y[i]] + "\npredicted: " + text_labels[y[i]])
    plt.show()
