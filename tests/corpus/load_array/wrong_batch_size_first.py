import torch
from torch.utils import data


def load_array(batch_size, data_arrays, is_train=True):
    return data.DataLoader(data.TensorDataset(*data_arrays), batch_size, shuffle=is_train)
