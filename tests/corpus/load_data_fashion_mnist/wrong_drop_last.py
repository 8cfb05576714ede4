import torch
import torchvision
from torchvision import transforms
from torch.utils.data import DataLoader


def load_data_fashion_mnist(batch_size, resize=None):
    tf = transforms.Compose([transforms.Resize(resize), transforms.ToTensor()]) if resize else transforms.ToTensor()
    train = torchvision.datasets.FashionMNIST("data", train=True, transform=tf, download=True)
    test = torchvision.datasets.FashionMNIST("data", train=False, transform=tf, download=True)
    # all batches get the same size
    if batch_size > len(train):
        return DataLoader(train, batch_size, shuffle=True), DataLoader(test, batch_size)
    return DataLoader(train, batch_size, shuffle=True, drop_last=True), DataLoader(test, batch_size)
