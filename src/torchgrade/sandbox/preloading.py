"""The zygote's imports and first calls, made once so that no fork pays for them (ruling 17)."""

from __future__ import annotations

import gc
import importlib.util
import os
import sys

from torchgrade.errors import InternalError
from torchgrade.sandbox import free_blocks, huge_code, huge_pages
from torchgrade.sandbox.finders import forget_finders

ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "TORCH_DISABLE_ADDR2LINE": "1",
}
"""Environment of every process of ours. Only a place for temporary files is taken from the caller."""


def environment() -> dict[str, str]:
    """Return the environment of the zygote."""
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR", "PATH") if name in os.environ}
    return {**kept, **ENVIRONMENT}


def import_torch() -> None:
    """Import torch with one thread, and the modules of judge and worker."""
    import torch

    torch.set_num_threads(1)
    # A judge or a worker uses these modules first, and each of them would pay for the import.
    import torchgrade.checking.grade
    import torchgrade.sandbox.worker.main  # noqa: F401


def import_students_libraries() -> None:
    """Import the libraries of real submissions, with matplotlib only if it is installed."""
    import torchvision  # noqa: F401

    if importlib.util.find_spec("matplotlib") is None:
        return
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot


def exercise_torch() -> None:
    """Take the first steps of autograd and of an optimizer, which import hundreds of modules."""
    import torch

    X = torch.ones(2, 3, requires_grad=True)  # (2, 3)
    W = torch.nn.Parameter(torch.ones(3, 4))  # (3, 4)
    loss = torch.nn.functional.nll_loss((X @ W).log_softmax(1), torch.tensor([0, 1]))
    torch.autograd.grad(loss, X, retain_graph=True)
    loss.backward()
    torch.optim.SGD([W], lr=0.1).step()
    torch.nn.BatchNorm1d(4)(X.detach() @ W.detach())
    torch.normal(0, 1, (2, 3), generator=torch.Generator().manual_seed(0))
    str(X)
    torch.overrides.resolve_name(torch.exp)


def practise_recording() -> None:
    """Record the operators that exercises use most, because torch prepares each of them at its first record."""
    import torch

    from torchgrade.sandbox.worker.recording import Recorder

    with Recorder([]).running():
        X, y = torch.randn(2, 3, requires_grad=True), torch.tensor([0, 1])  # (2, 3), (2,)
        W, b = torch.normal(0, 0.01, (3, 4), requires_grad=True), torch.zeros(4, requires_grad=True)  # (3, 4), (4,)
        logits = torch.matmul(X.reshape((-1, 3)), W) + b
        exponentials = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
        y_hat = exponentials / exponentials.sum(1, keepdim=True)
        loss = -torch.log(y_hat[range(len(y_hat)), y] + 1e-9)
        (loss.mean() + ((y_hat - 1) ** 2 / 2).sum()).backward()
        assert W.grad is not None
        with torch.no_grad():
            W.sub_(0.1 * W.grad / 2)
            W.grad.zero_()
        hits = y_hat.argmax(dim=1).type(y.dtype) == y
        float(hits.type(y.dtype).sum())
        order = torch.randperm(2)
        X.detach()[order[0 : min(2, 2)]], torch.arange(2).view(-1, 1), torch.ones(2).unsqueeze(1), X.T


def freeze(*, collect: bool) -> None:
    """Make sure that forking is safe, and keep the pages that all children share.

    A fork would lose a second thread, with every lock that the thread has.

    :param collect: whether to collect garbage first, which takes 0.1 s: worth it before hundreds of forks.
    """
    threads = len(os.listdir("/proc/self/task")) if sys.platform == "linux" else 1
    if threads != 1:
        raise InternalError(f"The zygote has {threads} threads and must have one; please report this.")
    if collect:
        gc.collect()
    gc.freeze()
    gc.enable()


def settle(*, full: bool) -> None:
    """Make forks safe and, before hundreds of them (``full``), cheap. A child shares every page of this memory."""
    freeze(collect=full)
    if full:
        free_blocks.take()
        # This takes a second, and each fork then takes a quarter of its time.
        huge_pages.gather()


def warm_up(*, full: bool) -> None:
    """Prepare a class run (``full``), or as little as one check needs."""
    # Imported modules stay, so a search for garbage in between only takes time.
    gc.disable()
    import_torch()
    if full:
        import_students_libraries()
        exercise_torch()
        practise_recording()
        huge_code.gather_code()
    forget_finders()
    settle(full=full)
