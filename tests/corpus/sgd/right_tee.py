import itertools, torch
def sgd(params, lr, batch_size):
    a, b = itertools.tee(params)
    with torch.no_grad():
        for p in a:
            p -= lr * p.grad / batch_size
    for p in b:
        p.grad.zero_()
