import torch

def sgd(params, lr, batch_size):
    grads = [p.grad for p in params]
    with torch.no_grad():
        for p, g in zip(params, grads):
            p -= lr * g / batch_size
            p.grad = None
