import torch


class data_iter:
    """A loader that can be gone over again: every pass draws a new order."""

    def __init__(self, batch_size, features, labels):
        self.batch_size = batch_size
        self.features = features
        self.labels = labels

    def __iter__(self):
        order = torch.randperm(len(self.features))
        for rows in torch.split(order, self.batch_size):
            yield self.features[rows], self.labels[rows]
