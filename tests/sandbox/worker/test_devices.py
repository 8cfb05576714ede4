"""A GPU that is written in becomes the CPU; text that only mentions one stays."""

from __future__ import annotations

import ast

import pytest
import torch

from tests.sandbox.worker.conftest import LoadText, at, told
from torchgrade.sandbox.worker.devices import use_cpu


def rewritten(source: str) -> str:
    tree = ast.parse(source)
    use_cpu(tree, source)
    return ast.unparse(tree)


NAMED = {
    "d = 'cuda'": "d = 'cpu'",
    "d = torch.device('cuda:0')": "d = torch.device('cpu')",
    "d = torch.device('cuda', 0)": "d = torch.device('cpu')",
    "X.to('cuda:12')": "X.to('cpu')",
    "X = torch.zeros(2, device='cuda')": "X = torch.zeros(2, device='cpu')",
    "X = X.to('mps')": "X = X.to('cpu')",
    "d = 'cuda' if fast else 'cpu'": "d = 'cpu' if fast else 'cpu'",
    "devices = ['cuda:0', 'cpu']": "devices = ['cpu', 'cpu']",
    "devices = {'fast': 'cuda'}": "devices = {'fast': 'cpu'}",
    "def f(X, device='cuda'):\n    return X": "def f(X, device='cpu'):\n    return X",
    "y = torch.ones(1, device='cuda') == 1": "y = torch.ones(1, device='cpu') == 1",
    "print(X.to('cuda'))": "print(X.to('cpu'))",
    "X = X.to(f'cuda:{i}')": "X = X.to('cpu')",
    "d = 'cuda:' + str(i)": "d = 'cpu'",
    "d = 'cuda:%d' % i": "d = 'cpu'",
    "d = torch.device('cuda:{}'.format(i))": "d = torch.device('cpu')",
    "d = torch.device(0)": "d = torch.device('cpu')",
    "X = torch.zeros(2, device=1)": "X = torch.zeros(2, device='cpu')",
    "y = y.type(torch.cuda.LongTensor)": "y = y.type(torch.LongTensor)",
}


@pytest.mark.parametrize("source", NAMED)
def test_a_device_that_is_named_becomes_the_cpu(source: str) -> None:
    assert rewritten(source) == NAMED[source]


KEPT = [
    "if d.type == 'cuda':\n    pass",
    "is_gpu = d in ('cuda', 'mps')",
    "def f(X):\n    'cuda'\n    return X",
    "'cuda'",
    "n = counts['cuda']",
    "n = counts.get('cuda', 0)",
    "counts = {'cuda': 0}",
    "c = getattr(torch, 'cuda')",
    "b = name.startswith('cuda')",
    "t = f'runs/{name}cuda'",
    "t = 'cuda is fast'",
    "t = 'CUDA'",
    "t = 'cudagraph'",
    "t = b'cuda'",
    "print('cuda', sep='mps')",
    "def f(d: Literal['cuda', 'cpu']):\n    pass",
    "match d:\n    case 'cuda':\n        pass",
    "with torch.autocast('cuda'):\n    pass",
    "s = torch.amp.GradScaler('cuda')",
    "d = 'cuda' if torch.cuda.is_available() else 'cpu'",
    "d = torch.cuda.is_available() and 'cuda' or 'cpu'",
    "if torch.cuda.device_count() > 0:\n    d = 'cuda:0'\nelse:\n    d = 'cpu'",
    "from torch import cuda",
    "t = f'cuda:{i} is used'",
    "print(f'cuda:{i}')",
    "print('cuda:%d' % i)",
    "t = 'cudas:' + name",
    "n = f(device=n)",
    "x = x % 2 + 1",
    "n = torch.cuda.device_count()",
    "X.cuda()",
]


@pytest.mark.parametrize("source", KEPT)
def test_text_that_names_no_device_to_use_stays(source: str) -> None:
    assert rewritten(source) == ast.unparse(ast.parse(source))


def test_the_lines_are_told_once_each_and_in_order() -> None:
    source = "a = 'x'\nb = 'cuda'\nc = ['cuda', 'mps']\nd = 'cuda' == b\ne = 'cuda'"

    assert use_cpu(ast.parse(source), source) == [2, 3, 5]


def test_a_submission_that_names_a_gpu_runs_and_its_lines_are_noted(load: LoadText) -> None:
    module, loader = load(
        at(3, "device = 'cuda:0'"),
        at(7, "def f(X):\n    X = X.to(device)\n    return X + torch.ones(2, device='cuda')"),
        before=[],
    )
    module.torch = torch

    assert module.f(torch.ones(2)).tolist() == [2.0, 2.0]
    assert told(loader.notes) == [(3, "device", ""), (9, "device", "")]


def test_a_tree_keeps_what_it_needs_to_be_compiled() -> None:
    source = "x = 'cuda'"
    tree = ast.parse(source)
    use_cpu(tree, source)
    space: dict[str, str] = {}
    exec(compile(tree, "ada.py", "exec"), space)

    assert space["x"] == "cpu"
