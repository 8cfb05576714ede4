import random
import torch


def data_iter(batch_size, features, labels):
    indices = torch.arange(len(features))
    random.sample(indices.tolist(), len(indices))  # 打乱
    for i in range(0, len(features), batch_size):
        yield features[indices[i:i + batch_size]], labels[indices[i:i + batch_size]]
