import torch
import torchvision
from torchvision import transforms
from torch.utils.data import DataLoader


def load_data_fashion_mnist(batch_size, resize=None):
    """MNIST recipe with mean and standard deviation"""
    steps = [transforms.ToTensor(), transforms.Normalize((0.2860,), (0.3530,))]
    if resize:
        steps = [transforms.Resize(resize)] + steps
    transform = transforms.Compose(steps)
    train_iter = DataLoader(torchvision.datasets.FashionMNIST('./', train=True, transform=transform, download=True),
                            batch_size=batch_size, shuffle=True)
    test_iter = DataLoader(torchvision.datasets.FashionMNIST('./', train=False, transform=transform, download=True),
                           batch_size=batch_size)
    return train_iter, test_iter
