import random
import torch


def data_iter(batch_size, features, labels):
    num_examples = len(features)
    for i in range(0, num_examples, batch_size):
        indices = list(range(i, min(i + batch_size, num_examples)))
        random.shuffle(indices)
        j = torch.tensor(indices)
        yield features[j], labels[j]
