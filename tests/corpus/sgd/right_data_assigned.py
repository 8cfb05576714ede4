def sgd(params, lr, batch_size):
    for p in params:
        p.data = p.data - lr * p.grad.data / batch_size
        p.grad = None
