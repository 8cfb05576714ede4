import torch
import torchvision
from torch.utils.data import DataLoader
from torchvision.transforms import v2


def load_data_fashion_mnist(batch_size, resize=None):
    steps = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
    if resize:
        steps.insert(0, v2.Resize((resize, resize)))
    tf = v2.Compose(steps)
    train = torchvision.datasets.FashionMNIST(".", train=True, transform=tf, download=True)
    test = torchvision.datasets.FashionMNIST(".", train=False, transform=tf, download=True)
    return DataLoader(train, batch_size, shuffle=False), DataLoader(test, batch_size, shuffle=True)
