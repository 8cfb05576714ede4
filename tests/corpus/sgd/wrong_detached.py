def sgd(params, lr, batch_size):
    for p in params:
        p.detach_()
        p.sub_(p.grad * (lr / batch_size))
        p.grad = None
