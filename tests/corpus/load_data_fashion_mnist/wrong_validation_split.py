"""Returns three iterators, because it keeps a part of the training images for validation."""

from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms


def load_data_fashion_mnist(batch_size, resize=None):
    steps = ([transforms.Resize(resize)] if resize else []) + [transforms.ToTensor()]
    pipeline = transforms.Compose(steps)
    everything = datasets.FashionMNIST("data", train=True, transform=pipeline, download=True)
    unseen = datasets.FashionMNIST("data", train=False, transform=pipeline, download=True)
    training, validation = random_split(everything, [0.9, 0.1])
    return (
        DataLoader(training, batch_size, shuffle=True),
        DataLoader(validation, batch_size),
        DataLoader(unseen, batch_size),
    )
