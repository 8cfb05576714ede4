def sgd(params, lr, batch_size):
    return params * 0
