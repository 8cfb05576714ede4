def sgd(params, lr, batch_size):
    pass
