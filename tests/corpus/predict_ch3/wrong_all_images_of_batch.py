import torch
from matplotlib import pyplot as plt

labels = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']


def predict_ch3(net, test_iter, n=6):
    for X, y in test_iter:
        y_hat = net(X).argmax(axis=1)
        fig, axs = plt.subplots(1, len(X), figsize=(20, 3))
        for ax, x, t, p in zip(axs, X, y, y_hat):   # 画出所有图片
            ax.imshow(x.squeeze())
            ax.set_title(labels[t] + '\n' + labels[p])
        break
    plt.show()
