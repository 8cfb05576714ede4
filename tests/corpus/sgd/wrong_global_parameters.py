import torch
w = torch.zeros((2, 1), requires_grad=True)
b = torch.zeros(1, requires_grad=True)

def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in [w, b]:
            param -= lr * param.grad / batch_size
            param.grad.zero_()
