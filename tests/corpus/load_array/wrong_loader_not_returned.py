import torch
from torch.utils.data import DataLoader, TensorDataset


def load_array(data_arrays, batch_size, is_train=True):
    data_iter = DataLoader(TensorDataset(*data_arrays), batch_size, shuffle=is_train)
    print("ready")
