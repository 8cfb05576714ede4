from d2l import torch as d2l
import torch
from torch.utils import data

def load_array(data_arrays, batch_size, is_train = True):
    # construct a PyTorch data iterator
    dataset = data.TensorDataset(data_arrays)
    return data.DataLoader(dataset, batch_size, shuffle = is_train)

features = torch.normal(0, 1, (1000, 2))
labels = features.sum(1).reshape(-1, 1)
