"""How d2l and other libraries are imported."""

from __future__ import annotations

from tests.realfiles.pieces import (
    ACCURACY,
    CHAPTER,
    CLASSIFYING,
    DATA_ITER,
    EVALUATE_ACCURACY,
    SGD,
    SHORT,
    SOFTMAX,
    TRAIN_CH3,
    TRAIN_EPOCH,
    Habit,
    joined,
)

D2L = "from d2l import torch as d2l\n"
TRAINS = ("accuracy", "train_ch3")
HELPERS = (ACCURACY, EVALUATE_ACCURACY, TRAIN_EPOCH, TRAIN_CH3)


def with_d2l(statement: str) -> Habit:
    """Return a file whose helpers come from d2l, by this import."""
    text = joined("import torch", statement, HELPERS)
    return Habit(text.replace("Accumulator(", "d2l.Accumulator(").replace("Animator(", "d2l.Animator("), TRAINS)


D2L_IMPORTS = {
    "from_d2l_import_torch": with_d2l("from d2l import torch as d2l"),
    "import_d2l_torch_as": with_d2l("import d2l.torch as d2l"),
    "import_d2l": with_d2l("import d2l"),
    "from_d2l_import_d2l": with_d2l("from d2l import d2l"),
    "from_d2l_import_mxnet": with_d2l("from d2l import mxnet as d2l"),
    "from_d2l_import_tensorflow": with_d2l("from d2l import tensorflow as d2l"),
    "from_d2l_import_jax": with_d2l("from d2l import jax as d2l"),
    "from_d2l_import_paddle": with_d2l("from d2l import paddle as d2l"),
    "import_d2lzh_pytorch": with_d2l("import d2lzh_pytorch as d2l"),
    "import_d2lzh_pytorch_utils": with_d2l("import d2lzh_pytorch.utils as d2l"),
    "import_d2lzh": with_d2l("import d2lzh as d2l"),
    "path_appended_before_d2lzh": with_d2l('import sys\nsys.path.append("..")\nimport d2lzh_pytorch as d2l'),
    "star_of_d2l_torch": Habit(joined("from d2l.torch import *", DATA_ITER, HELPERS), ("data_iter", *TRAINS)),
    "star_of_d2lzh_pytorch": Habit(
        joined("import sys\nsys.path.append('..')\nfrom d2lzh_pytorch import *", DATA_ITER, HELPERS),
        ("data_iter", *TRAINS),
    ),
    "names_of_d2l": Habit(joined("import torch\nfrom d2l.torch import Accumulator, Animator", HELPERS), TRAINS),
    "d2l_or_another": with_d2l("try:\n    from d2l import torch as d2l\nexcept ImportError:\n    import d2lzh as d2l"),
    "without_d2l": Habit(joined("import torch", HELPERS), TRAINS, ("load.given",)),
    "short_names_of_d2l": Habit(
        joined(
            D2L,
            "def softmax(X):\n    X_exp = d2l.exp(X - X.max(1, keepdim=True).values)\n"
            "    return X_exp / d2l.reduce_sum(X_exp, 1, keepdims=True)",
            "def cross_entropy(y_hat, y):\n    return -d2l.log(y_hat[list(range(len(y_hat))), y])",
            "def accuracy(y_hat, y):\n    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:\n"
            "        y_hat = d2l.argmax(y_hat, axis=1)\n    cmp = d2l.astype(y_hat, y.dtype) == y\n"
            "    return float(d2l.reduce_sum(d2l.astype(cmp, y.dtype)))",
        )
    ),
}
MISSING = """import pandas as pd
import seaborn as sns, random
from sklearn.model_selection import train_test_split
from torch.utils.tensorboard import SummaryWriter
from mytools import *
from .mytools import helper
sns.set()
frame = pd.DataFrame({'a': [1]})
"""
LIBRARIES = {
    "libraries_that_are_not_installed": Habit(MISSING + CHAPTER),
    "one_name_of_an_import_is_missing": Habit(
        "from collections import Iterable, OrderedDict\nimport torchtext, random\n"
        + joined("import torch", DATA_ITER, SOFTMAX.replace("    X_exp", "    d = OrderedDict()\n    X_exp", 1)),
        ("data_iter", "softmax"),
        ("load.failed", "load.unavailable"),
    ),
    "one_that_uses_what_is_missing_is_told": Habit(
        MISSING + joined("import torch", SOFTMAX.replace("return", "pd.DataFrame(X)\n    return"), CLASSIFYING[1:]),
        ("cross_entropy", "accuracy"),
        ("load.unavailable",),
    ),
    "tqdm": Habit(
        joined(
            "import torch\nfrom tqdm import tqdm\nfrom tqdm.notebook import trange\nfrom tqdm.autonotebook import tqdm as bar",
            ACCURACY, EVALUATE_ACCURACY.replace("in data_iter", "in bar(data_iter)"),
            TRAIN_EPOCH.replace("in train_iter", "in tqdm(train_iter, desc='batch')"),
            TRAIN_CH3.replace("range(num_epochs)", "trange(num_epochs)"),
        ),
        TRAINS,
    ),
    "matplotlib_inline": Habit(
        "from matplotlib_inline import backend_inline\nimport matplotlib as mpl\nmpl.use('TkAgg')\n"
        "backend_inline.set_matplotlib_formats('svg')\nfrom IPython.display import clear_output, HTML\n" + SHORT
    ),
    "star_of_torch": Habit("from torch import *\nimport torch\n" + joined(SOFTMAX, SGD), ("softmax", "sgd")),
    "future_imports": Habit(
        "from __future__ import annotations, print_function\n"
        + SHORT.replace("def softmax(X)", "def softmax(X: Missing) -> list[Missing]")
    ),
    "old_torchvision": Habit(
        "import torchvision\nfrom torchvision.transforms import Scale, ToTensor\nimport torch.utils.data as Data\n"
        "mnist = torchvision.datasets.FashionMNIST('../data', download=True, transform=ToTensor())\n"
        "loader = Data.DataLoader(mnist, 16, shuffle=True, num_workers=4)\n"
        + joined(
            "import torch", SOFTMAX.replace("    X_exp", "    assert next(iter(loader))[0].shape[1] == 1\n    X_exp", 1)
        ),
        ("softmax",),
        ("slice.loader", "load.failed", "accommodated.workers"),
    ),
}  # fmt: skip
FOLDERS = {
    "sibling_module": Habit(
        {"tools.py": "import torch\n" + ACCURACY, "main.py": joined("import torch\nfrom tools import *", CLASSIFYING[:2])}
    ),
    "sibling_of_a_notebook_by_a_dot": Habit(
        {"tools.py": "import torch\n" + ACCURACY, "main.py": joined("import torch\nfrom .tools import accuracy", CLASSIFYING[:2])}
    ),
    "own_d2l_beside_the_file": Habit(
        {
            "d2l.py": joined("import torch", ACCURACY),
            "main.py": joined("import torch, d2l\nfrom d2l import accuracy", CLASSIFYING[:2]),
        }
    ),
    "one_file_an_exercise": Habit({"ch03/3.6/a.py": SHORT.replace("accuracy", "acc"), "ch03/b.py": "import torch\n" + ACCURACY}),
}  # fmt: skip
HABITS = {**D2L_IMPORTS, **LIBRARIES, **FOLDERS}
