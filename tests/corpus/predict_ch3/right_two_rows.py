import torch
from d2l import torch as d2l
from matplotlib import pyplot as plt

text_labels = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']


def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    y_hat = net(X).topk(1, dim=1).indices.flatten()
    fig, axes = plt.subplots(-(-n // 2), 2)
    for i, ax in enumerate(axes.flat):
        ax.axis("off")
        if i < n:
            ax.imshow(X[i].permute(1, 2, 0) * 255)
            ax.set_title(f"图像真实类别{text_labels[int(y[i])]}预测{text_labels[int(y_hat[i])]}")
    return fig
