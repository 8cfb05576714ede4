from torch.utils.data import DataLoader, TensorDataset


def load_array(data_arrays, batch_size, is_train):
    """Both calls below pass all three arguments."""
    return DataLoader(TensorDataset(*data_arrays), batch_size=batch_size, shuffle=is_train)


def loaders(train, test, size):
    return load_array(train, size, True), load_array(test, size, False)
