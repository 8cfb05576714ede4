import torch

velocity = {}

def sgd(params, lr, batch_size):
    with torch.no_grad():
        for i, p in enumerate(params):
            v = 0.9 * velocity.get(i, 0) + p.grad / batch_size
            velocity[i] = v
            p -= lr * v
            p.grad.zero_()
