import torch


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    with torch.no_grad():
        return [float(((features @ w + b - labels) ** 2 / 2).mean()) for _ in range(num_epochs)]
