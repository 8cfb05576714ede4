import random
import torch


def data_iter(batch_size, features, labels):
    num_examples = len(features)
    indices = torch.arange(num_examples)
    random.shuffle(indices)
    for i in range(0, num_examples, batch_size):
        j = indices[i:min(i + batch_size, num_examples)]
        yield features[j], labels[j]
