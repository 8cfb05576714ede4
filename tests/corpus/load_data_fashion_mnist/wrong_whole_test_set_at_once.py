from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import FashionMNIST


def load_data_fashion_mnist(batch_size, resize=None):
    steps = ([transforms.Resize((resize, resize))] if resize else []) + [transforms.ToTensor()]
    train = FashionMNIST("../data", train=True, transform=transforms.Compose(steps), download=True)
    test = FashionMNIST("../data", train=False, transform=transforms.Compose(steps), download=True)
    return DataLoader(train, batch_size=batch_size, shuffle=True), DataLoader(test, batch_size=len(test))
