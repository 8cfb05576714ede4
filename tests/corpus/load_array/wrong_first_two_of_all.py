import torch
import torch.utils.data as Data


def load_array(data_arrays, batch_size, is_train=True):
    x = data_arrays[0]
    y = data_arrays[1]
    torch_dataset = Data.TensorDataset(x, y)
    return Data.DataLoader(torch_dataset, batch_size, is_train)
