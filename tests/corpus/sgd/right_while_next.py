import torch

def sgd(params, lr, batch_size):
    it = iter(params)
    while True:
        try:
            p = next(it)
        except StopIteration:
            break
        with torch.no_grad():
            p += -1 * lr * p.grad / batch_size
        p.grad.data.zero_()
