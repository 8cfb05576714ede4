import torch
import torchvision
from torchvision import transforms


class FashionMNIST:
    """The Fashion-MNIST dataset."""

    def __init__(self, batch_size=64, resize=(28, 28), root='../data'):
        trans = transforms.Compose([transforms.Resize(resize), transforms.ToTensor()])
        self.train = torchvision.datasets.FashionMNIST(root=root, train=True, transform=trans, download=True)
        self.batch_size = batch_size

    def get_fashion_mnist_labels(self, labels):
        """Return text labels."""
        names = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat',
                 'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']
        return [names[int(i)] for i in labels]

    def visualize(self, batch, nrows=1, ncols=8):
        X, y = batch
        print(self.get_fashion_mnist_labels(y))
