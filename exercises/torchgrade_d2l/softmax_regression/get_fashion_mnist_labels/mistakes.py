"""Mistakes that students make in ``get_fashion_mnist_labels``, as they write them."""

from __future__ import annotations

import numpy as np

from torchgrade.checking.diagnosis import raised
from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels import oracle, symptoms

mistake = Mistakes("get_fashion_mnist_labels", right=oracle.get_fashion_mnist_labels, recognise=symptoms.returns_as)
right = mistake.right
NAMES = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]
BOTH = ("names", "order")
ALL_AT_ONCE = raised(
    "only integer tensors of a single element", "list indices must be integers or slices, not list",
    "cannot be converted to Scalar", "only one element tensors can be converted", "not 'list'",
)  # fmt: skip


# The names are others.


@mistake("misspelt", explains=["names"], about="names", shows=symptoms.misspelt)
def get_fashion_mnist_labels(labels):
    names = NAMES[:9] + ["ankleboot"]
    return [names[int(i)] for i in labels]


@mistake("misspelt", shows=symptoms.misspelt)
def get_fashion_mnist_labels(labels):
    names = ["tshirt", "trousers", "pull over", "dress", "coat", "sandals", "shirt", "sneakers", "bag", "ankle-boot"]
    return [names[int(i)] for i in labels]


@mistake("exchanged", explains=["names"], about="names", shows=symptoms.exchanged)
def get_fashion_mnist_labels(labels):
    names = [*NAMES[:4], "shirt", "sandal", "coat", *NAMES[7:]]
    return [names[int(i)] for i in labels]


@mistake("official", explains=["names"], about="names")
def get_fashion_mnist_labels(labels):
    names = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
    return [names[int(i)] for i in labels]


@mistake("capitals", explains=["names"], about="names", shows=symptoms.in_capitals)
def get_fashion_mnist_labels(labels):
    return [NAMES[int(i)].title() for i in labels]


@mistake("translated", explains=["names"], about="names", shows=symptoms.translated)
def get_fashion_mnist_labels(labels):
    names = ["T恤", "裤子", "套衫", "连衣裙", "外套", "凉鞋", "衬衫", "运动鞋", "包", "短靴"]
    return [names[int(i)] for i in labels]


@mistake("too_few_names", explains=BOTH, about="names", shows=symptoms.other_number_of_names)
def get_fashion_mnist_labels(labels):
    names = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneakerbag", "ankle boot"]
    return [names[int(i)] for i in labels]


@mistake("too_many_names", explains=["names"], about="names", shows=symptoms.more_than_ten)
def get_fashion_mnist_labels(labels):
    names = ["", "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]
    return [names[int(i)] for i in labels]


# The label selects another name, or none.


@mistake("from_one", explains=["names"], about="labels")
def get_fashion_mnist_labels(labels):
    return [NAMES[int(i) - 1] for i in labels]


@mistake("all_at_once", explains=BOTH, about="labels", shows=ALL_AT_ONCE)
def get_fashion_mnist_labels(labels):
    return NAMES[labels]


@mistake("all_at_once", shows=ALL_AT_ONCE)
def get_fashion_mnist_labels(labels):
    return NAMES[int(labels)]


@mistake("tensor_as_key", explains=BOTH, about="labels", shows=raised("KeyError: tensor("))
def get_fashion_mnist_labels(labels):
    names = dict(enumerate(NAMES))
    return [names[i] for i in labels]


@mistake("tensor_as_key", shows=symptoms.nothing_found)
def get_fashion_mnist_labels(labels):
    names = dict(enumerate(NAMES))
    return [names.get(i) for i in labels]


@mistake("tensor_only", explains=["forms"], about="labels",
         shows=raised("'list' object has no attribute", "'int' object has no attribute"))  # fmt: skip
def get_fashion_mnist_labels(labels):
    return [NAMES[i] for i in labels.tolist()]


@mistake("tensor_only", shows=raised("'list' object has no attribute", "'int' object has no attribute"))
def get_fashion_mnist_labels(labels):
    return [NAMES[i.item()] for i in labels]


# The list does not contain one name for each label.


@mistake("all_ten", explains=["order"], about="list")
def get_fashion_mnist_labels(labels):
    return NAMES


@mistake("in_alphabet", explains=BOTH, about="list")
def get_fashion_mnist_labels(labels):
    return sorted(right(labels))


@mistake("unique", explains=["order"], about="list")
def get_fashion_mnist_labels(labels):
    return list(dict.fromkeys(right(labels)))


@mistake("unique")
def get_fashion_mnist_labels(labels):
    return [NAMES[int(i)] for i in sorted(set(int(label) for label in labels))]


@mistake("in_order_of_classes", explains=["order"], about="list")
def get_fashion_mnist_labels(labels):
    return [NAMES[i] for i in sorted(int(label) for label in labels)]


@mistake("positions", explains=["order"], about="labels")
def get_fashion_mnist_labels(labels):
    return [NAMES[i] for i, _ in enumerate(labels)]


@mistake("reversed", explains=BOTH, about="list")
def get_fashion_mnist_labels(labels):
    return right(labels)[::-1]


@mistake("one_name", explains=BOTH, about="list")
def get_fashion_mnist_labels(labels):
    for i in labels:
        return NAMES[int(i)]


@mistake("one_name")
def get_fashion_mnist_labels(labels):
    for i in labels:
        name = NAMES[int(i)]
    return name


@mistake("one_name")
def get_fashion_mnist_labels(labels):
    for i in labels:
        return [NAMES[int(i)]]


@mistake("joined", explains=BOTH, about="list", shows=symptoms.joined)
def get_fashion_mnist_labels(labels):
    return ", ".join(right(labels))


@mistake("numbers", explains=BOTH, about="list")
def get_fashion_mnist_labels(labels):
    return [int(i) for i in labels]


@mistake("numbers")
def get_fashion_mnist_labels(labels):
    return [str(int(i)) for i in labels]


@mistake("iterator", explains=["forms"], about="list", shows=symptoms.iterator)
def get_fashion_mnist_labels(labels):
    return map(lambda i: NAMES[int(i)], labels)


@mistake("iterator", shows=symptoms.iterator)
def get_fashion_mnist_labels(labels):
    for i in labels:
        yield NAMES[int(i)]


@mistake("array", explains=["forms"], about="list", shows=symptoms.array)
def get_fashion_mnist_labels(labels):
    return np.array(NAMES)[np.array(labels)]


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("names")
def get_fashion_mnist_labels(labels):
    return {NAMES[int(i)] for i in labels}


@mistake.unnamed("forms")
def get_fashion_mnist_labels(labels):
    return right(labels) if len(labels) > 1 else right(labels)[0]


@mistake.unnamed("long")
def get_fashion_mnist_labels(labels):
    return right(labels[:256])
