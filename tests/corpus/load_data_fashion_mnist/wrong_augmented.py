import torch
import torchvision
from torchvision import transforms


def load_data_fashion_mnist(batch_size, resize=None):
    t = [transforms.Resize(resize)] if resize else []
    t += [transforms.RandomRotation((20, 20)), transforms.ToTensor()]  # data augmentation
    if resize:
        t.pop(1)
    t = transforms.Compose(t)
    train = torchvision.datasets.FashionMNIST(root="../data", train=True, transform=t, download=True)
    test = torchvision.datasets.FashionMNIST(root="../data", train=False, transform=t, download=True)
    return (torch.utils.data.DataLoader(train, batch_size, shuffle=True),
            torch.utils.data.DataLoader(test, batch_size, shuffle=False))
