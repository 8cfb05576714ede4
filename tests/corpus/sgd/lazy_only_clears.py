def sgd(params, lr, batch_size):
    for p in params:
        p.grad.zero_()
