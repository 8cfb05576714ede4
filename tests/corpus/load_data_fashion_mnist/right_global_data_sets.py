import torch
import torchvision
from torch.utils import data
from torchvision import transforms

trans = transforms.ToTensor()
mnist_train = torchvision.datasets.FashionMNIST(root="../data", train=True, transform=trans, download=True)
mnist_test = torchvision.datasets.FashionMNIST(root="../data", train=False, transform=trans, download=True)


def load_data_fashion_mnist(batch_size, resize=None):
    """the data sets exist already, only the size may change"""
    if resize:
        t = transforms.Compose([transforms.Resize((resize, resize)), transforms.ToTensor()])
        mnist_train.transform = t
        mnist_test.transform = t
    else:
        mnist_train.transform = trans
        mnist_test.transform = trans
    return data.DataLoader(mnist_train, batch_size, shuffle=True), data.DataLoader(mnist_test, batch_size)
