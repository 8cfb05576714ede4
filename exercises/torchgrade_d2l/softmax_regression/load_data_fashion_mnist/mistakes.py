"""Mistakes that students make in ``load_data_fashion_mnist``; each shows in the batches or in an exception.

The function below a mistake is the example that the audit submits; the judge never runs it.
"""

from __future__ import annotations

import torch
import torchvision
from torch.utils import data
from torchvision import transforms

from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.softmax_regression.load_data_fashion_mnist import symptoms
from torchgrade_d2l.softmax_regression.load_data_fashion_mnist.symptoms import raises

mistake = Mistakes("load_data_fashion_mnist")
right = mistake.right
EVERY = ("pixels", "splits", "resize", "train_order")
WITHOUT_RESIZE = ("pixels", "splits", "train_order")


# Parts of a right function, for the examples.


def transform(resize, *further):
    first = [transforms.Resize(resize)] if resize else []
    return transforms.Compose([*first, transforms.ToTensor(), *further])


def split(train, trans):
    return torchvision.datasets.FashionMNIST("../data", train=train, transform=trans, download=True)


def loader(dataset, batch_size, shuffle=True, **further):
    return data.DataLoader(dataset, batch_size, shuffle=shuffle, **further)


def both(batch_size, trans, **further):
    train, test = split(True, trans), split(False, trans)
    return loader(train, batch_size, **further), loader(test, batch_size, False, **further)


# The images are not tensors from 0 to 1.


@mistake("no_to_tensor", about="transforms", shows=raises(r"batch must contain tensors.*PIL\.Image"))
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, None)


@mistake("no_to_tensor")
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transforms.Resize(resize or 28))


@mistake("not_composed", about="transforms", shows=raises(r"'(?:list|tuple)' object is not callable"))
def load_data_fashion_mnist(batch_size, resize=None):
    trans = [transforms.ToTensor()]
    if resize:
        trans.insert(0, transforms.Resize(resize))
    return both(batch_size, trans)


@mistake(
    "composed_early",
    explains=["resize"],
    about="transforms",
    shows=raises(r"'Compose' object has no attribute '(?:insert|append)'"),
)
def load_data_fashion_mnist(batch_size, resize=None):
    trans = transforms.Compose([transforms.ToTensor()])
    if resize:
        trans.insert(0, transforms.Resize(resize))
    return both(batch_size, trans)


@mistake("one_for_list", explains=["resize"], about="transforms", shows=raises(r"'\w+' object is not iterable"))
def load_data_fashion_mnist(batch_size, resize=None):
    steps = transforms.Resize(resize) if resize else [transforms.ToTensor()]
    return both(batch_size, transforms.Compose(steps))


@mistake("class_for_object", explains=["resize"], about="transforms", shows=raises(r"Got <class 'PIL"))
def load_data_fashion_mnist(batch_size, resize=None):
    steps = [transforms.Resize] if resize else []
    return both(batch_size, transforms.Compose([*steps, transforms.ToTensor()]))


@mistake("class_for_object", explains=EVERY, shows=raises(r"ToTensor(?:\.__init__)?\(\) takes"))
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transforms.ToTensor)


@mistake("normalized", explains=["pixels"], about="values", shows=symptoms.normalized)
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transform(resize, transforms.Normalize((0.5,), (0.5,))))


@mistake("not_divided", explains=["pixels"], about="values", shows=symptoms.not_divided)
def load_data_fashion_mnist(batch_size, resize=None):
    first = [transforms.Resize(resize)] if resize else []
    return both(batch_size, transforms.Compose([*first, transforms.PILToTensor()]))


@mistake("not_divided")
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transform(resize, lambda X: X * 255))


# The images have another size.


@mistake("resize_ignored", explains=["resize"], about="size", shows=symptoms.resize_ignored)
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transform(None))


@mistake("resize_for_one", explains=["resize"], about="size", shows=symptoms.resize_for_one)
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = split(True, transform(resize)), split(False, transform(None))
    return loader(train, batch_size), loader(test, batch_size, False)


@mistake("always_resized", explains=["pixels"], about="size", shows=symptoms.always_resized)
def load_data_fashion_mnist(batch_size, resize=64):
    return both(batch_size, transform(resize))


@mistake(
    "always_resized",
    explains=WITHOUT_RESIZE,
    shows=raises(r"Got <class 'NoneType'>|'NoneType' object cannot be interpreted as an integer"),
)
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transforms.Compose([transforms.Resize(resize), transforms.ToTensor()]))


@mistake("always_resized", explains=WITHOUT_RESIZE)
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transforms.Compose([transforms.Resize((resize, resize)), transforms.ToTensor()]))


@mistake("flattened", explains=["shapes"], about="size", shows=symptoms.flattened)
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transform(resize, transforms.Lambda(lambda X: X.reshape(-1))))


@mistake("no_channel", explains=["shapes"], about="size", shows=symptoms.no_channel)
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transform(resize, lambda X: X.squeeze(0)))


@mistake("channels", explains=["shapes"], about="size", shows=symptoms.channels)
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transform(resize, lambda X: X.repeat(3, 1, 1)))


@mistake("one_hot", explains=["shapes"], about="labels", shows=symptoms.one_hot)
def load_data_fashion_mnist(batch_size, resize=None):
    splits = [split(train, transform(resize)) for train in (True, False)]
    for one in splits:
        one.target_transform = lambda label: torch.eye(10)[label]
    return loader(splits[0], batch_size), loader(splits[1], batch_size, False)


# The splits are wrong.


@mistake("both_train", explains=["splits"], about="splits", shows=symptoms.splits("train", "train"))
def load_data_fashion_mnist(batch_size, resize=None):
    train = split(True, transform(resize))
    return loader(train, batch_size), loader(train, batch_size, False)


@mistake("both_train", explains=["pixels", "splits"])
def load_data_fashion_mnist(batch_size, resize=None):
    train = split(True, transform(resize))
    train, test = data.random_split(train, [0.8, 0.2])
    return loader(train, batch_size), loader(test, batch_size, False)


@mistake("both_test", explains=["splits"], about="splits", shows=symptoms.splits("test", "test"))
def load_data_fashion_mnist(batch_size, resize=None):
    test = split(False, transform(resize))
    return loader(test, batch_size), loader(test, batch_size, False)


@mistake("exchanged", explains=["splits"], about="splits", shows=symptoms.splits("test", "train"))
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = split(True, transform(resize)), split(False, transform(resize))
    return loader(test, batch_size), loader(train, batch_size)


@mistake("parameter", about="splits", shows=raises(r"__init__\(\) got an unexpected keyword argument"))
def load_data_fashion_mnist(batch_size, resize=None):
    train = torchvision.datasets.FashionMNIST(data="../data", train=True, transform=transform(resize), download=True)
    test = torchvision.datasets.FashionMNIST(data="../data", train=False, transform=transform(resize), download=True)
    return loader(train, batch_size), loader(test, batch_size, False)


@mistake("other_data", about="splits", shows=raises(r"urlopen error|Error downloading|Dataset not found"))
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = (torchvision.datasets.MNIST("../data", train=t, transform=transform(resize)) for t in (True, False))
    return loader(train, batch_size), loader(test, batch_size, False)


@mistake("part", about="splits", shows=raises(r"Sum of input lengths|ndex \d* ?(?:is )?out of (?:range|bounds)"))
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = split(True, transform(resize)), split(False, transform(resize))
    train, _ = data.random_split(train, [50000, 10000])
    return loader(train, batch_size), loader(test, batch_size, False)


@mistake("part")
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = split(True, transform(resize)), split(False, transform(resize))
    return loader(data.Subset(train, range(1000)), batch_size), loader(data.Subset(test, range(500)), batch_size, False)


# The batches have other sizes, or are no batches.


@mistake("constant_size", explains=["shapes"], about="batches", shows=symptoms.constant_size)
def load_data_fashion_mnist(batch_size, resize=None):
    return both(32, transform(resize))


@mistake("one_size", explains=["shapes"], about="batches", shows=symptoms.one_size)
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = split(True, transform(resize)), split(False, transform(resize))
    return loader(train, batch_size), loader(test, 256, False)


@mistake("one_size")
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = split(True, transform(resize)), split(False, transform(resize))
    return loader(train, 1), loader(test, batch_size, False)


@mistake("dropped", explains=["shapes"], about="batches", shows=symptoms.dropped)
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transform(resize), drop_last=True)


@mistake("datasets", explains=["pixels"], about="batches", shows=symptoms.pair_of("FashionMNIST", "Subset"))
def load_data_fashion_mnist(batch_size, resize=None):
    return split(True, transform(resize)), split(False, transform(resize))


@mistake("one_loader", explains=["pixels"], about="batches", shows=symptoms.returned("DataLoader"))
def load_data_fashion_mnist(batch_size, resize=None):
    return loader(split(True, transform(resize)), batch_size)


@mistake("one_pass", explains=["again"], about="batches", shows=symptoms.one_pass)
def load_data_fashion_mnist(batch_size, resize=None):
    return tuple(iter(one) for one in both(batch_size, transform(resize)))


# The order of the training images is wrong.


@mistake("not_shuffled", explains=["train_order"], about="order", shows=symptoms.not_shuffled)
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = split(True, transform(resize)), split(False, transform(resize))
    return loader(train, batch_size, False), loader(test, batch_size, False)


@mistake("test_shuffled", explains=["train_order"], about="order", shows=symptoms.test_shuffled)
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = split(True, transform(resize)), split(False, transform(resize))
    return loader(train, batch_size, False), loader(test, batch_size, True)


@mistake("drawn_once", explains=["train_order"], about="order", shows=symptoms.drawn_once)
def load_data_fashion_mnist(batch_size, resize=None):
    train_iter, test_iter = both(batch_size, transform(resize))
    return list(train_iter), list(test_iter)


@mistake("drawn_once")
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = split(True, transform(resize)), split(False, transform(resize))
    train = data.Subset(train, torch.randperm(len(train)).tolist())
    return loader(train, batch_size, False), loader(test, batch_size, False)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("pixels")
def load_data_fashion_mnist(batch_size, resize=None):
    train, test = right(batch_size, resize)
    return train, train, test


@mistake.unnamed("pixels")
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transform(resize, transforms.RandomHorizontalFlip(1.0)))


@mistake.unnamed("resize")
def load_data_fashion_mnist(batch_size, resize=None):
    first = [transforms.Pad((resize - 28) // 2)] if resize else []
    return both(batch_size, transforms.Compose([*first, transforms.ToTensor()]))


@mistake.unnamed("shapes")
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size, transform(resize, lambda X: X.double()))


@mistake.unnamed("other_sizes")
def load_data_fashion_mnist(batch_size, resize=None):
    return both(batch_size if batch_size > 4 else 4, transform(resize))
