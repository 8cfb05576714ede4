from d2l import torch as d2l

def sgd(params, lr, batch_size):
    return d2l.sgd(params, lr, batch_size)
