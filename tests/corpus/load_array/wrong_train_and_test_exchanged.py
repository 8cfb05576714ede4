from torch.utils import data


def load_array(data_arrays, batch_size, is_train=True):
    dataset = data.TensorDataset(*data_arrays)
    if is_train == True:
        return data.DataLoader(dataset, batch_size, shuffle=False)
    else:
        return data.DataLoader(dataset, batch_size, shuffle=True)
