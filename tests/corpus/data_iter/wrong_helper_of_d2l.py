from d2l import torch as d2l


def data_iter(batch_size, features, labels):
    return d2l.load_array((features, labels), batch_size)
