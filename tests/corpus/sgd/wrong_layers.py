import torch
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for layer in params:
            layer.weight -= lr * layer.weight.grad / batch_size
