def sgd(params, lr, batch_size):
    for p in params:
        p.requires_grad_(False)
        p -= lr * p.grad / batch_size
        p.requires_grad_(True)
        p.grad.fill_(0)
