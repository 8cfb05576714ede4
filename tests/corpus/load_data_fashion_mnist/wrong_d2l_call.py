from d2l import torch as d2l


def load_data_fashion_mnist(batch_size, resize=None):
    return d2l.load_data_fashion_mnist(batch_size, resize)
