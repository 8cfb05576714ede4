import torch

lr = 0.01


def sgd(params, rate, batch_size):
    print("rate", rate)
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad / batch_size
            p.grad.zero_()
