import torch
import torchvision
from torchvision import transforms
from torch.utils import data

mnist_train = torchvision.datasets.FashionMNIST(root='data', train=True, transform=transforms.ToTensor(), download=True)


def get_fashion_mnist_labels(labels):
    text_labels = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat',
                   'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']
    return (text_labels[int(i)] for i in labels)


def load_data_fashion_mnist(batch_size):
    return data.DataLoader(mnist_train, batch_size, shuffle=True)


for X, y in load_data_fashion_mnist(18):
    print(list(get_fashion_mnist_labels(y)))
    break
