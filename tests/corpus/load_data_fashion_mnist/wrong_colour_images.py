import torchvision
from torch.utils import data
from torchvision import transforms


def load_data_fashion_mnist(batch_size, resize=None):
    steps = [transforms.Grayscale(num_output_channels=3), transforms.ToTensor()]
    if resize:
        steps.insert(0, transforms.Resize(resize))
    trans = transforms.Compose(steps)
    sets = [torchvision.datasets.FashionMNIST("./data", train=flag, transform=trans, download=True) for flag in (True, False)]
    return data.DataLoader(sets[0], batch_size, shuffle=True), data.DataLoader(sets[1], batch_size)
