"""Resizes always, so that a call without a size fails."""

import torchvision
from torch.utils.data import DataLoader
from torchvision import transforms


def load_data_fashion_mnist(batch_size, resize=None):
    pipeline = transforms.Compose([transforms.Resize((resize, resize)), transforms.ToTensor()])
    training = torchvision.datasets.FashionMNIST("./data", train=True, transform=pipeline, download=True)
    testing = torchvision.datasets.FashionMNIST("./data", train=False, transform=pipeline, download=True)
    return DataLoader(training, batch_size, shuffle=True), DataLoader(testing, batch_size)
