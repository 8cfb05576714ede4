from d2l import torch as d2l


def load_array(data_arrays, batch_size, is_train=True):
    return d2l.load_array(data_arrays, batch_size, is_train)
