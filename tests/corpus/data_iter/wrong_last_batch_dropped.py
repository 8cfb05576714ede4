import random
import torch


def data_iter(batch_size, features, labels):
    num_examples = len(features)
    indices = list(range(num_examples))
    random.shuffle(indices)
    for k in range(num_examples // batch_size):
        j = torch.tensor(indices[k * batch_size:(k + 1) * batch_size])
        yield features[j], labels[j]
