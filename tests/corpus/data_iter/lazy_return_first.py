def data_iter(batch_size, features, labels):
    return batch_size
