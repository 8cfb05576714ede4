"""Right answers to ``load_data_fashion_mnist`` in other forms than the reference."""

from __future__ import annotations

import sys

import torch
import torchvision
from d2l import torch as d2l
from torch.nn import functional as F
from torch.utils import data
from torch.utils.data import DataLoader, Dataset, RandomSampler, TensorDataset
from torchvision import datasets, transforms
from torchvision.datasets import FashionMNIST
from torchvision.transforms import v2


def _workers():
    return 4


def chapter(batch_size, resize=None):
    trans = [transforms.ToTensor()]
    if resize:
        trans.insert(0, transforms.Resize(resize))
    trans = transforms.Compose(trans)
    mnist_train = torchvision.datasets.FashionMNIST(root="../data", train=True, transform=trans, download=True)
    mnist_test = torchvision.datasets.FashionMNIST(root="../data", train=False, transform=trans, download=True)
    return (
        data.DataLoader(mnist_train, batch_size, shuffle=True, num_workers=_workers()),
        data.DataLoader(mnist_test, batch_size, shuffle=False, num_workers=_workers()),
    )


def first_edition(batch_size, resize=None, root="~/Datasets/FashionMNIST"):
    trans = []
    if resize:
        trans.append(torchvision.transforms.Resize(size=resize))
    trans.append(torchvision.transforms.ToTensor())
    transform = torchvision.transforms.Compose(trans)
    mnist_train = torchvision.datasets.FashionMNIST(root=root, train=True, download=True, transform=transform)
    mnist_test = torchvision.datasets.FashionMNIST(root=root, train=False, download=True, transform=transform)
    if sys.platform.startswith("win"):
        num_workers = 0
    else:
        num_workers = 4
    train_iter = torch.utils.data.DataLoader(mnist_train, batch_size=batch_size, shuffle=True, num_workers=num_workers)
    test_iter = torch.utils.data.DataLoader(mnist_test, batch_size=batch_size, shuffle=False, num_workers=num_workers)
    return train_iter, test_iter


def second_version_of_transforms(batch_size, resize=None, download=False):
    steps = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
    if resize is not None:
        steps = [v2.Resize((resize, resize)), *steps]
    loaders = []
    for train in [True, False]:
        dataset = FashionMNIST(root="data", train=train, transform=v2.Compose(steps), download=download)
        loaders.append(DataLoader(dataset, batch_size=batch_size, shuffle=True, pin_memory=torch.cuda.is_available()))
    return loaders


def resized_as_tensor(batch_size, resize=None):
    trans = transforms.ToTensor()
    if resize:
        trans = transforms.Compose([transforms.ToTensor(), transforms.Resize((resize, resize), antialias=True)])
    train = datasets.FashionMNIST("./data", True, trans, download=True)
    test = datasets.FashionMNIST("./data", False, trans, download=True)
    return [
        data.DataLoader(train, batch_size, True, num_workers=2, persistent_workers=True, prefetch_factor=4),
        data.DataLoader(test, batch_size, True, num_workers=2),
    ]


class Garments(Dataset):
    def __init__(self, train, resize):
        self.images = torchvision.datasets.FashionMNIST(root="../data", train=train, download=True)
        self.resize = resize

    def __len__(self):
        return len(self.images.targets)

    def __getitem__(self, i):
        image, label = self.images[i]
        if self.resize:
            image = image.resize((self.resize, self.resize))
        return transforms.functional.to_tensor(image), label


def own_dataset(batch_size, resize=None):
    train, test = Garments(True, resize), Garments(False, resize)
    return DataLoader(train, batch_size, sampler=RandomSampler(train)), DataLoader(test, batch_size)


def whole_tensors(batch_size, resize=None):
    loaders = ()
    for train in (True, False):
        dataset = FashionMNIST("data", train=train)
        X = dataset.data.unsqueeze(1).float() / 255
        if resize:
            X = F.interpolate(X, size=(resize, resize), mode="bilinear")
        loaders += (DataLoader(TensorDataset(X, dataset.targets), batch_size, shuffle=train),)
    return loaders


class Subclass(FashionMNIST):
    def __getitem__(self, index):
        image, label = super().__getitem__(index)
        return image, torch.tensor(label)


def subclass_and_generator(batch_size, resize=None):
    generator = torch.Generator().manual_seed(0)
    to_tensor = transforms.Compose([transforms.Resize(resize or 28), transforms.ToTensor()])
    train_set = Subclass(root="data", train=True, transform=to_tensor, target_transform=int)
    test_set = Subclass(root="data", train=False, transform=to_tensor)
    train_iter = DataLoader(train_set, batch_size=batch_size, shuffle=True, generator=generator)
    return train_iter, DataLoader(test_set, batch_size=batch_size, num_workers=d2l.get_dataloader_workers())
