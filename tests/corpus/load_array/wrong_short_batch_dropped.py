import torch
from torch.utils.data import *


def load_array(data_arrays, batch_size, is_train=True):
    data_set = TensorDataset(*data_arrays)
    data_loader = DataLoader(dataset=data_set, batch_size=batch_size, shuffle=is_train,
                             drop_last=True, pin_memory=False)
    return data_loader
