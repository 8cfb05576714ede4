def sgd(params, lr, batch_size):
    for p in params:
        p.grad.data.zero_()
        p.data = p.data - lr * p.grad.data / batch_size
