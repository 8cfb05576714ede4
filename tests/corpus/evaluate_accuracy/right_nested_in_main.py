import torch
from torch import nn


def main():
    from d2l import torch as d2l

    train_iter, test_iter = d2l.load_data_fashion_mnist(256)
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))

    def num_correct(y_hat, y):
        return float((y_hat.argmax(1) == y).sum())

    def evaluate_accuracy(net, data_iter):
        if isinstance(net, nn.Module):
            net.eval()
        acc = d2l.Accumulator(2)
        with torch.no_grad():
            for X, y in data_iter:
                acc.add(num_correct(net(X), y), y.shape[0])
        return acc[0] / acc[1]

    print(evaluate_accuracy(model, test_iter))


if __name__ == "__main__":
    main()
