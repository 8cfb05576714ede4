import torch
from d2l import torch as d2l
from matplotlib import pyplot as plt

text_labels = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']


def predict_ch3(net, test_iter, n=6):
    shown = 0
    _, axes = plt.subplots(1, n, figsize=(n * 1.5, 1.5))
    for X, y in test_iter:
        for image, label, scores in zip(X, y, net(X).detach().numpy()):
            if shown == n:
                return
            axes[shown].imshow(image.view(28, 28).numpy())
            axes[shown].set_title(text_labels[label] + "-" + text_labels[scores.argmax()], fontsize=7)
            axes[shown].xaxis.set_visible(False)
            shown += 1
