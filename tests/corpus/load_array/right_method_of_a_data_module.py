import torch
from torch.utils.data import TensorDataset, DataLoader


class LinearData:
    """Everything about the data in one place."""

    def __init__(self, w=torch.tensor([2.0, -3.4]), b=4.2, n=1000):
        self.X = torch.randn(n, len(w))
        self.y = self.X @ w.reshape(-1, 1) + b

    def load_array(self, data_arrays, batch_size, is_train=True):
        ds = TensorDataset(*data_arrays)
        print(f"{len(ds)} examples")
        return DataLoader(ds, batch_size=batch_size, shuffle=is_train)
