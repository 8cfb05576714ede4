import torch
def sgd(net, lr, batch_size):
    with torch.no_grad():
        for _, p in net.named_weights:
            p -= lr * p.grad / batch_size
