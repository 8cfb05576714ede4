import torch
def sgd(params, lr, batch_size=10, *, momentum=0):
    with torch.no_grad():
        for p in params:
            print('before', p.norm(), 'grad', p.grad.norm())
            p -= lr * p.grad / batch_size
            print('after', p.norm())
            p.grad.zero_()
    return None
