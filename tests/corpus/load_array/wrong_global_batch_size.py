import torch
from torch.utils import data

BATCH = 16


def load_array(data_arrays, batch_size=BATCH, is_train=True):
    dataset = data.TensorDataset(*data_arrays)
    return data.DataLoader(dataset, BATCH, shuffle=is_train)
