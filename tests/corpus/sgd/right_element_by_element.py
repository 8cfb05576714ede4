import torch
def sgd(params, lr, batch_size):
    for p in params:
        v = p.data.view(-1); g = p.grad.view(-1)
        for i in range(v.numel()):
            v[i] -= lr * g[i] / batch_size
            g[i] = 0
