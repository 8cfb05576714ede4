import torch
import torchvision
from torch.utils import data
from torchvision import transforms

batch_size = 16


def load_data_fashion_mnist(batchsize, resize=None):
    trans = [transforms.ToTensor()]
    if resize:
        trans.insert(0, transforms.Resize(resize))
    trans = transforms.Compose(trans)
    train_data = torchvision.datasets.FashionMNIST("../data", train=True, transform=trans, download=True)
    test_data = torchvision.datasets.FashionMNIST("../data", train=False, transform=trans, download=True)
    # the global batch_size is used here
    train_iter = data.DataLoader(train_data, batch_size, shuffle=True, num_workers=4)
    test_iter = data.DataLoader(test_data, batch_size, shuffle=False, num_workers=4)
    return train_iter, test_iter
