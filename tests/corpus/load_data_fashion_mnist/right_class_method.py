import torch
import torchvision
from torch.utils.data import DataLoader
from torchvision.transforms import Compose, Resize, ToTensor


class Data:
    """all about the data"""

    def __init__(self, root="../data", workers=2):
        self.root = root
        self.workers = workers

    def split(self, train, transform):
        return torchvision.datasets.FashionMNIST(self.root, train, transform=transform, download=True)

    def load_data_fashion_mnist(self, batch_size, resize=None):
        steps = [ToTensor()] if resize is None else [Resize(resize), ToTensor()]
        tf = Compose(steps)
        train_iter = DataLoader(self.split(True, tf), batch_size, shuffle=True, num_workers=self.workers)
        test_iter = DataLoader(self.split(False, tf), batch_size, shuffle=False, num_workers=self.workers)
        print(len(train_iter), "batches")
        return train_iter, test_iter
