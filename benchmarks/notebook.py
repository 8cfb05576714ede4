"""The submission as the notebook that a learner would submit (g).

The notebook imports torchvision, matplotlib, IPython and d2l, loads data and trains at top level, and has magics. It
keeps a stored picture of each figure, as most of the real notebooks do.
"""

from __future__ import annotations

import ast
import base64
import json
import random
from pathlib import Path

PICTURE_BYTES = 40_000
FIRST = """%matplotlib inline
import torch
import torchvision
from IPython import display
from matplotlib import pyplot as plt
from torch.utils import data
from torchvision import transforms
from d2l import torch as d2l

d2l.use_svg_display()"""
LOADING = """batch_size = 256
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)"""
TRAINING = """W = torch.normal(0, 0.01, size=(784, 10), requires_grad=True)
b = torch.zeros(10, requires_grad=True)

def net(X):
    return softmax(torch.matmul(X.reshape((-1, W.shape[0])), W) + b)

def updater(batch_size):
    return sgd([W, b], 0.1, batch_size)

num_epochs = 10
train_ch3(net, train_iter, test_iter, cross_entropy, num_epochs, updater)
plt.show()"""


def _cell(source: str, *, picture: bool = False) -> dict[str, object]:
    outputs = []
    if picture:
        png = base64.b64encode(random.Random(0).randbytes(PICTURE_BYTES)).decode()
        outputs = [{"output_type": "display_data", "metadata": {}, "data": {"image/png": png}}]
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "outputs": outputs,
        "source": source.splitlines(keepends=True),
    }


def write_notebook(submission: Path, place: Path) -> None:
    """Write the functions of a .py file as a notebook, one definition per cell."""
    text = submission.read_text("utf-8")
    definitions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    middle = [ast.get_source_segment(text, node) or "" for node in definitions]
    cells = [_cell(FIRST), _cell(LOADING, picture=True), *map(_cell, middle), _cell(TRAINING, picture=True)]
    cells.append({"cell_type": "markdown", "metadata": {}, "source": ["# Softmax regression\n"]})
    book = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 4}
    place.write_text(json.dumps(book), "utf-8")
