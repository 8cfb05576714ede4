import torch

def sgd(params, lr, batch_size):
    norm = sum(float(p.grad.norm()) for p in params)
    print('grad norm', norm)
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()
