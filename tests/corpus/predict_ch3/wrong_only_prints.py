import torch

names = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]


def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    y_hat = net(X).argmax(dim=1)
    for i in range(n):
        print(f"{names[y[i]]} -> {names[y_hat[i]]}")
    return y_hat[:n]
