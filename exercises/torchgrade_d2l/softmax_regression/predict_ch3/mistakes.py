"""Mistakes that students make in ``predict_ch3``; each shows in the pictures or in an exception.

The function below a mistake is the example that the audit submits; the judge never runs it.
"""

from __future__ import annotations

import torch
from matplotlib import pyplot as plt

from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.softmax_regression.predict_ch3 import symptoms
from torchgrade_d2l.softmax_regression.predict_ch3.symptoms import raises

mistake = Mistakes("predict_ch3")
right = mistake.right


# Parts of a right function, for the examples.

NAMES = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]


def names(classes):
    return [NAMES[int(c)] for c in classes]


def show(images, titles):
    _, axes = plt.subplots(1, len(images), figsize=(9, 2))
    for ax, image, title in zip(axes, images, titles):
        ax.imshow(image.reshape(28, 28))
        ax.set_title(title)
        ax.axis("off")


def pairs(first, second):
    return [a + "\n" + b for a, b in zip(first, second)]


# The titles contain other names.


@mistake("both_true", explains=["titles"], about="titles", shows=symptoms.both_true)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    trues = names(y)
    preds = names(y)
    show(X[:n], pairs(trues, preds))


@mistake("both_predicted", explains=["titles"], about="titles", shows=symptoms.both_predicted)
def predict_ch3(net, test_iter, n=6):
    X, _ = next(iter(test_iter))
    preds = names(net(X).argmax(1))
    show(X[:n], pairs(preds, preds))


@mistake("only_true", explains=["titles"], about="titles", shows=symptoms.only_true)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show(X[:n], names(y))


@mistake("only_predicted", explains=["titles"], about="titles", shows=symptoms.only_predicted)
def predict_ch3(net, test_iter, n=6):
    X, _ = next(iter(test_iter))
    show(X[:n], names(net(X).argmax(1)))


@mistake("dim_0", explains=["titles"], about="prediction", shows=symptoms.by_columns)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show(X[:n], pairs(names(y), names(net(X).argmax(dim=0))))


@mistake("smallest", explains=["titles"], about="prediction", shows=symptoms.smallest)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show(X[:n], pairs(names(y), names(net(X).argmin(dim=1))))


@mistake("score", explains=["titles"], about="prediction", shows=symptoms.score_as_class)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show(X[:n], pairs(names(y), names(net(X).max(dim=1).values)))


@mistake(
    "score",
    explains=["titles", "images"],
    shows=raises(r"a Tensor with \d+ elements cannot be conv|only one element tensors can be conv"),
)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show(X[:n], pairs(names(y), names(net(X))))


@mistake("numbers", explains=["titles"], about="titles", shows=symptoms.class_numbers)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    preds = net(X).argmax(1)
    show(X[:n], [f"{int(a)}\n{int(b)}" for a, b in zip(y, preds)])


@mistake("shifted", explains=["titles"], about="titles", shows=symptoms.shifted)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    titles = pairs(names(y), names(net(X).argmax(1)))
    show(X[:n], titles[1:] + titles[:1])


@mistake("no_title", explains=["titles"], about="titles", shows=symptoms.no_title)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    print(pairs(names(y), names(net(X).argmax(1))))
    show(X[:n], [""] * n)


@mistake("one_title", explains=["titles"], about="titles", shows=symptoms.one_title)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    titles = pairs(names(y), names(net(X).argmax(1)))
    show(X[:n], titles[:1] * n)


@mistake("one_title")
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    titles = pairs(names(y), names(net(X).argmax(1)))
    show(X[:n], [titles] * n)


@mistake("other_batch", explains=["titles"], about="titles", shows=symptoms.mixed)
def predict_ch3(net, test_iter, n=6):
    X, _ = next(iter(test_iter))
    for _, y in test_iter:
        pass
    show(X[:n], pairs(names(y), names(net(X).argmax(1))))


@mistake("predicted_first", explains=["order"], about="titles", shows=lambda tried: True)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show(X[:n], pairs(names(net(X).argmax(1)), names(y)))


# Other images are drawn, or another number of them.


@mistake("last_batch", explains=["images"], about="images", shows=symptoms.last_batch)
def predict_ch3(net, test_iter, n=6):
    for X, y in test_iter:
        trues, preds = names(y), names(net(X).argmax(1))
    show(X[:n], pairs(trues, preds))


@mistake("other_rows", explains=["images"], about="images", shows=symptoms.other_rows)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    places = torch.randperm(len(X))[:n]
    show(X[places], pairs(names(y[places]), names(net(X[places]).argmax(1))))


@mistake("other_rows")
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show(X[-n:], pairs(names(y[-n:]), names(net(X).argmax(1)[-n:])))


@mistake("every_batch", explains=["images"], about="images", shows=symptoms.every_batch)
def predict_ch3(net, test_iter, n=6):
    for X, y in test_iter:
        show(X[:n], pairs(names(y), names(net(X).argmax(1))))


@mistake("other_default", explains=["n"], about="images", shows=symptoms.other_default)
def predict_ch3(net, test_iter, n=10):
    return right(net, test_iter, n)


@mistake("other_default")
def predict_ch3(net, test_iter, n=100):
    X, y = next(iter(test_iter))
    titles = pairs(names(y), names(net(X).argmax(1)))
    show(X[:n].reshape((n, 28, 28)), titles)


@mistake("ignored_n", explains=["n", "images"], about="images", shows=symptoms.ignored_n)
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show(X[:6], pairs(names(y), names(net(X).argmax(1))))


@mistake("ignored_n", explains=["images"])
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show(X, pairs(names(y), names(net(X).argmax(1))))


@mistake("channel", about="images", shows=raises(r"Invalid shape \(\d+, 28, 28\)|Invalid shape \(\d+, \d+, 28, 28\)"))
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    titles = pairs(names(y), names(net(X).argmax(1)))
    _, axes = plt.subplots(1, n)
    for ax, image, title in zip(axes, X, titles):
        ax.imshow(image)
        ax.set_title(title)


# The arguments are misunderstood.


@mistake("next_method", about="arguments", shows=raises(r"'\w*DataLoaderIter' object has no attribute 'next'"))
def predict_ch3(net, test_iter, n=6):
    X, y = iter(test_iter).next()
    show(X[:n], pairs(names(y), names(net(X).argmax(1))))


@mistake(
    "batch_of_loader", about="arguments", shows=raises(r"'DataLoader' object is not (?:subscriptable|an iterator)")
)
def predict_ch3(net, test_iter, n=6):
    X, y = next(test_iter)
    show(X[:n], pairs(names(y), names(net(X).argmax(1))))


@mistake(
    "order",
    about="arguments",
    shows=raises(r"'DataLoader' object is not callable|'(?:function|Sequential)' object is not iterable"),
)
def predict_ch3(test_iter, net, n=6):
    X, y = next(iter(test_iter))
    show(X[:n], pairs(names(y), names(net(X).argmax(1))))


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("images")
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show((1 - X[:n]) ** 2, pairs(names(y), names(net(X).argmax(1))))


@mistake.unnamed("titles")
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    show(X[:n], pairs(names(y), names(net(X).argmax(1)[-n:])))


@mistake.unnamed("n")
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    titles = pairs(names(y), names(net(X).argmax(1)))
    show(torch.cat([X[: n - 1], X[-1:]]) if n != 6 else X[:n], titles)


@mistake.unnamed("other_sizes")
def predict_ch3(net, test_iter, n=6):
    X, y = next(iter(test_iter))
    classes = net(X).argmax(1)
    show(X[:n], pairs(names(y), names(classes if len(X) == 9 else y)))
