"""Right answers to ``get_fashion_mnist_labels`` in other forms than the reference."""

from __future__ import annotations

import numpy as np
import torch

text_labels = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]


def with_loop(labels):
    result = []
    for i in labels:
        result.append(text_labels[int(i)])
    return result


def by_tolist(labels):
    return [text_labels[i] for i in torch.as_tensor(labels).tolist()]


def by_dictionary(y):
    names = {
        0: "t-shirt", 1: "trouser", 2: "pullover", 3: "dress", 4: "coat",
        5: "sandal", 6: "shirt", 7: "sneaker", 8: "bag", 9: "ankle boot",
    }  # fmt: skip
    return [names[int(label)] for label in y]


def list_of_map(labels):
    return list(map(lambda i: text_labels[i], labels))


def returns_a_tuple(labels):
    return tuple(text_labels[int(i)] for i in labels)


def filled_in(labels, names=None):
    names = names or "t-shirt,trouser,pullover,dress,coat,sandal,shirt,sneaker,bag,ankle boot".split(",")
    found = [""] * len(labels)
    for k in range(len(labels)):
        found[k] = names[labels[k]]
    return found


def both_kinds(labels):
    if torch.is_tensor(labels):
        labels = labels.numpy()
    return [text_labels[i] for i in labels]


def list_of_array(labels):
    return list(np.array(text_labels)[np.array(labels)])
