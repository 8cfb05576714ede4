"""What stands around the functions: work at top level, classes, devices, names."""

from __future__ import annotations

from tests.realfiles.pieces import (
    ACCUMULATOR,
    ACCURACY,
    ANIMATOR,
    CHAPTER,
    CLASSIFYING,
    CROSS_ENTROPY,
    DATA_ITER,
    EVALUATE_ACCURACY,
    EXERCISES,
    FUNCTIONS,
    IMPORTS,
    LINEAR,
    RUNNING,
    SGD,
    SHORT,
    SOFTMAX,
    THREE,
    TRAIN_CH3,
    TRAIN_EPOCH,
    TRAINING,
    WEIGHTS,
    Habit,
    inside,
    joined,
)

D2L = "from d2l import torch as d2l"
SIX = EXERCISES[:6]
STABLE = "X - X.max(dim=1, keepdim=True).values"


def softmax(first: str, above: str = "") -> str:
    """Return a file with a softmax that does something first."""
    return joined("import torch", above, SOFTMAX.replace("    X_exp", inside(first) + "\n    X_exp", 1))


TOP_LEVEL = {
    "whole_chapter": Habit(CHAPTER, EXERCISES, ("slice.unneeded",)),
    "everything_under_main": Habit(
        joined(IMPORTS, "if __name__ == '__main__':", inside(joined(FUNCTIONS, LINEAR, WEIGHTS, TRAINING, RUNNING))),
        EXERCISES,
        ("slice.guarded",),
    ),
    "globals_that_a_function_reads": Habit(
        softmax("assert W.shape == (num_inputs, num_outputs) and b is not None and lr and batch_size", IMPORTS + WEIGHTS + "lr = 0.1"),
        ("softmax",),
    ),
    "a_list_that_is_filled": Habit(
        softmax("assert len(params) == 2 and W.requires_grad and cfg['a']",
                "W = torch.zeros(2)\nparams = [W]\nparams.append(1)\nW.requires_grad_(True)\ncfg = {}\ncfg.update(a=1)"),
        ("softmax",),
    ),
    "net_apply": Habit(
        softmax("assert float(net[0].bias.sum().detach()) == 2",
                "from torch import nn\nnet = nn.Sequential(nn.Linear(2, 2))\ndef init(m):\n    if type(m) == nn.Linear:\n"
                "        nn.init.ones_(m.bias)\nnet.apply(init);"),
        ("softmax",),
    ),
    "endless_loop_and_exit": Habit(SHORT + "\nwhile True:\n    pass\nexit()\nimport time\ntime.sleep(60)\n"),
    "slow_assignment": Habit(
        softmax("assert slow is not None if 'slow' in globals() else True", "import time\nslow = time.sleep(30)"),
        ("softmax",),
        ("load.slow",),
    ),
    "input_at_top_level": Habit("n = int(input('n: '))\n" + SHORT + "\ninput('press enter')\n"),
    "absolute_paths": Habit("import sys\nROOT = 'D:/data'\nsys.path.append(r'C:\\me')\nsys.stdout = open('/x/log')\n" + SHORT),
    "its_own_file": Habit(
        softmax("assert HERE", "import os\nfrom pathlib import Path\nHERE = os.path.dirname(os.path.abspath(__file__))\n"
                               "BASE = Path(__file__).resolve().parent"),
        ("softmax",),
    ),
    "command_line": Habit(
        softmax("assert args.lr == 0.1", "import argparse\nparser = argparse.ArgumentParser()\n"
                                         "parser.add_argument('--lr', type=float, default=0.1)\nargs = parser.parse_args()"),
        ("softmax",),
    ),
    "seeds_and_settings": Habit(
        "import torch, random, warnings\ntorch.manual_seed(0); random.seed(2)\nwarnings.filterwarnings('error')\n"
        "torch.set_default_dtype(torch.float64)\n" + SHORT
    ),
    "name_reused_for_data": Habit(
        SHORT + "\naccuracy = accuracy(y_hat, y)\nX, softmax = 1, 2\ncross_entropy = metric[0]\n", THREE
    ),
    "name_reused_for_an_optimizer": Habit(joined("import torch", SGD, "sgd = torch.optim.SGD([W], lr=0.1)"), ("sgd",)),
    "defined_several_times": Habit(
        joined("import torch", "def softmax(X):\n    return X", CLASSIFYING, ACCURACY), THREE, ("slice.several",)
    ),
}  # fmt: skip
PRINTS = {
    "prints_in_every_batch": Habit(
        joined(
            "import random\nimport torch", DATA_ITER.replace("        yield", "        print(i, features[batch_indices])\n        yield"),
            ACCURACY, ACCUMULATOR, EVALUATE_ACCURACY,
            TRAIN_EPOCH.replace("        l = loss", "        print(X.shape, y_hat[0], y)\n        l = loss"), TRAIN_CH3,
        ),
        ("data_iter", "accuracy", "train_ch3"),
    ),
    "shows_plots": Habit(
        joined(
            "import torch\nimport matplotlib.pyplot as plt\nplt.ion()\nplt.rcParams['font.sans-serif'] = ['SimHei']\n" + D2L,
            "from IPython import display", ACCURACY, ACCUMULATOR, EVALUATE_ACCURACY, TRAIN_EPOCH,
            ANIMATOR.replace("display.display(self.fig)", "plt.draw()\n        plt.pause(0.001)"), TRAIN_CH3 + "    plt.show()\n",
        ),
        ("accuracy", "train_ch3"),
        ("accommodated.display",),
    ),
}  # fmt: skip
GPU = {
    "cuda_call": Habit(softmax("X = X.cuda()"), ("softmax",), ("accommodated.device",)),
    "cuda_named": Habit(softmax("X = X.to('cuda:0')"), ("softmax",), ("accommodated.device",)),
    "cuda_device": Habit(softmax("X = X.to(device)", "device = torch.device('cuda')"), ("softmax",), ("accommodated.device",)),
    "cuda_made": Habit(softmax('X = X.to(f"cuda:{0}").to("cuda:" + str(1))'), ("softmax",), ("accommodated.device",)),
    "cuda_number": Habit(softmax("X = X.to(0).to(device=gpu)", "gpu = 1"), ("softmax",), ("accommodated.device",)),
    "cuda_types": Habit(softmax("i = torch.zeros(1).type(torch.cuda.LongTensor)"), ("softmax",), ("accommodated.device",)),
    "cuda_context": Habit(softmax("with torch.cuda.device(0):\n    X = X + 0"), ("softmax",), ("accommodated.device",)),
    "cuda_if_there_is_one": Habit(
        softmax("X = X.to(device)", "device = torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')"), ("softmax",)
    ),
    "net_on_a_gpu": Habit(
        joined("import torch", ACCURACY, EVALUATE_ACCURACY, TRAIN_EPOCH,
               TRAIN_CH3.replace("    for epoch", "    if isinstance(net, torch.nn.Module):\n        net.to(0).cuda()\n    for epoch")),
        ("accuracy", "train_ch3"),
        ("accommodated.device",),
    ),
}  # fmt: skip
DECORATED = {
    "decorators_that_fail": Habit(SHORT.replace("def ", "@timer\ndef "), THREE, ("load.decorator",)),
    "no_grad_beside_one_that_fails": Habit(
        joined("import torch", "@timer\n@torch.no_grad()\ndef sgd(params: Missing, lr, batch_size):\n    for param in params:\n"
               "        param -= lr * param.grad / batch_size\n        param.grad.zero_()"),
        ("sgd",),
        ("load.decorator",),
    ),
    "defaults_that_fail": Habit(
        SHORT.replace("def softmax(X)", "def softmax(X, dim=1, device=dev())"), THREE, ("load.decorator",)
    ),
    "bases_that_fail": Habit(
        joined("import torch", ACCURACY, ACCUMULATOR.replace("Accumulator:", "Accumulator(Missing.Base, metaclass=Foo):"),
               EVALUATE_ACCURACY, TRAIN_EPOCH, TRAIN_CH3),
        ("accuracy", "train_ch3"),
        ("load.decorator",),
    ),
    "annotations_that_fail": Habit(SHORT.replace("(y_hat, y)", "(y_hat: Tensor, y: List[int]) -> np.ndarray")),
}  # fmt: skip
LANGUAGE = {
    "lambdas": Habit(
        joined("import torch", "softmax = lambda X: (lambda E: E / E.sum(1, keepdim=True))(torch.exp(" + STABLE + "))",
               "cross_entropy = ce = lambda y_hat, y: -torch.log(y_hat[range(len(y_hat)), y])"),
        ("softmax", "cross_entropy"),
    ),
    "kept_in_a_dictionary": Habit(
        joined("import torch", SOFTMAX.replace("def softmax", "def sm"), "fns = {'sm': sm}\nsoftmax = fns['sm']"), ("softmax",)
    ),
    "made_by_a_function": Habit(
        joined("import torch", "def make(eps):", inside(SOFTMAX), "    return softmax\nsoftmax = make(0.0)"), ("softmax",)
    ),
    "walrus_match_nonlocal": Habit(
        softmax("n = 0\ndef count():\n    nonlocal n\n    n += 1\ncount()\nif (m := len(X)) < 0:\n    return\nmatch m:\n    case _: pass"),
        ("softmax",),
    ),
    "semicolons": Habit(SHORT.replace("import random\n", "import random; x = 1; print(x)\n")),
    "async_and_del": Habit("import asyncio\nasync def fetch():\n    await asyncio.sleep(1)\ndel fetch\nassert False\n" + SHORT),
}  # fmt: skip


def methods(*functions: str, head: str = "class Net:") -> str:
    """Return a class with functions as its methods."""
    return joined(IMPORTS, head, [inside(function.replace("(", "(self, ", 1)) for function in functions])


CLASSES = {
    "nested_in_a_function": Habit(
        joined("def main():", inside(joined(IMPORTS, FUNCTIONS, TRAINING)), "main()"), EXERCISES, ("slice.nested",)
    ),
    "nested_in_a_method": Habit(
        joined("import torch", "class Net(torch.nn.Module):\n    def forward(self, X):", inside(SOFTMAX, 2)),
        ("softmax",),
        ("slice.nested",),
    ),
    "methods_without_use_of_self": Habit(methods(*FUNCTIONS), SIX, ("slice.method",)),
    "methods_that_forgot_self": Habit(joined(IMPORTS, "class Net:", [inside(f) for f in FUNCTIONS]), SIX, ("slice.nested",)),
    "static_methods": Habit(
        joined(IMPORTS, "class Net:", [inside("@staticmethod\n" + f) for f in FUNCTIONS]), SIX, ("slice.nested",)
    ),
    "class_methods": Habit(
        joined(IMPORTS, "class Net:", [inside("@classmethod\n" + f.replace("(", "(cls, ", 1)) for f in FUNCTIONS]), SIX, ("slice.method",)
    ),
    "methods_that_use_self": Habit(
        methods("def __init__(lr=0.1):\n    self.one = 1.0\n", "def shift(X):\n    return " + STABLE,
                SOFTMAX.replace(STABLE, "self.shift(X) * self.one")),
        ("softmax",),
        ("slice.bound",),
    ),
    "method_of_a_class_that_needs_arguments": Habit(
        methods("def __init__(net, lr):\n    self.net = net\n", "def shift(X):\n    return " + STABLE, SOFTMAX.replace(STABLE, "self.shift(X)")),
        ("softmax",),
        ("slice.bound", "load.bare"),
    ),
    "trainer_class": Habit(
        methods(ACCURACY, EVALUATE_ACCURACY.replace("(accuracy(net", "(self.accuracy(net").replace("Acc", "d2l.Acc"),
                TRAIN_EPOCH.replace("accuracy(", "self.accuracy(").replace("Acc", "d2l.Acc"),
                TRAIN_CH3.replace("Anim", "d2l.Anim").replace("= train_epoch", "= self.train_epoch").replace("= eval", "= self.eval")),
        ("accuracy", "train_ch3"),
        ("slice.method", "slice.bound"),
    ),
    "added_to_a_class_of_the_later_edition": Habit(
        joined("import torch\n" + D2L, "class Net(d2l.Classifier):\n    pass",
               *(f"@d2l.add_to_class(Net)\n{f.replace('(', '(self, ', 1)}" for f in CLASSIFYING)),
        THREE,
        ("slice.method",),
    ),
    "later_edition": Habit(
        joined("import torch\n" + D2L, CLASSIFYING, "class Scratch(d2l.Classifier):\n    def __init__(self, lr):\n"
               "        super().__init__()\n        self.save_hyperparameters()",
               "@d2l.add_to_class(Scratch)\ndef loss(self, y_hat, y):\n    return cross_entropy(y_hat, y)",
               "@d2l.add_to_class(d2l.Classifier)\ndef accuracy(self, Y_hat, Y, averaged=True):\n    return (Y_hat == Y).mean()",
               "model = Scratch(lr=0.1)\ntrainer = d2l.Trainer(max_epochs=10)\ntrainer.fit(model, d2l.FashionMNIST(256))"),
    ),
    "callable_objects": Habit(
        joined("import torch", "class Softmax(torch.nn.Module):\n    def forward(self, X):", inside(SOFTMAX.split("\n", 1)[1]),
               "softmax = Softmax()\nclass CE:\n    def __call__(self, y_hat, y):", inside(CROSS_ENTROPY.split("\n", 1)[1]), "cross_entropy = CE()"),
        ("softmax", "cross_entropy"),
    ),
}  # fmt: skip
HABITS = {**TOP_LEVEL, **PRINTS, **GPU, **DECORATED, **LANGUAGE, **CLASSES}
