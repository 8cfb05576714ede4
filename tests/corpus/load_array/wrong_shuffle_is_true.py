import torch
from torch.utils.data import DataLoader, TensorDataset


def load_array(data_arrays, batch_size, is_train=True):
    """训练和测试都用这个"""
    dataset = TensorDataset(*data_arrays)
    if is_train:
        loader = DataLoader(dataset, batch_size, shuffle=True)
    else:
        loader = DataLoader(dataset, batch_size, shuffle=True)
    return loader
