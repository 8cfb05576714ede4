import matplotlib.pyplot as plt


def predict_ch3(net, test_iter, n=6):
    for X, y in test_iter:
        break
    trues = get_fashion_mnist_labels(y)
    preds = get_fashion_mnist_labels(net(X).argmax(axis=1))
    fig, axes = plt.subplots(1, n, figsize=(12, 3))
    for i in range(n):
        axes[i].imshow(X[i].reshape(28, 28), cmap="gray")
        axes[i].set_title(trues[0] + "\n" + preds[0])
        axes[i].axis("off")
