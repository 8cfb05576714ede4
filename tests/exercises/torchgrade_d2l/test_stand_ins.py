"""What the course gives to a worker as text: the given functions and the stand-ins of libraries."""

from __future__ import annotations

import ast
import builtins
import importlib
import random
import subprocess
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch

if TYPE_CHECKING:
    from collections.abc import Iterator

COURSE = Path(__file__).parents[3] / "exercises" / "torchgrade_d2l"
TEXTS = sorted([COURSE / "givens.py.txt", *(COURSE / "stand_ins").glob("*.py.txt")])
STOOD_IN = ("d2l", "d2lzh", "d2l_pytorch", "d2lzh_pytorch", "IPython", "matplotlib_inline", "torchvision", "tqdm")


def execute(name: str, wanted: str = "softmax") -> dict[str, Any]:
    """Execute a text of the course as a worker does that is asked for one function, in a namespace of its own."""
    path = COURSE / f"{name}.py.txt"
    namespace: dict[str, Any] = {"__name__": path.name.removesuffix(".py.txt"), "__wanted__": (wanted,)}
    exec(compile(path.read_text("utf-8"), path.name, "exec"), namespace)
    return namespace


@pytest.fixture(autouse=True)
def modules_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take away what stand-ins register, and hide the real libraries meanwhile."""

    def stood_in() -> list[str]:
        return [name for name in sys.modules if name.partition(".")[0] in STOOD_IN]

    real = {name: sys.modules.pop(name) for name in stood_in()}
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(builtins, "get_ipython", None, raising=False)
    yield
    for name in stood_in():
        del sys.modules[name]
    sys.modules.update(real)


@pytest.fixture
def givens() -> dict[str, Any]:
    return execute("givens")


@pytest.fixture
def d2l() -> Any:
    execute("stand_ins/d2l")
    return sys.modules["d2l.torch"]


@pytest.fixture
def batch() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(3)
    return torch.randn(7, 4, generator=generator), torch.randint(0, 4, (7,), generator=generator)


def test_given_softmax_and_cross_entropy_are_those_of_the_chapter(givens: Any, batch: Any) -> None:
    X, y = batch
    probabilities = X.exp() / X.exp().sum(1, keepdim=True)
    torch.testing.assert_close(givens["softmax"](X), probabilities)
    expected = -probabilities[range(7), y].log()
    torch.testing.assert_close(givens["cross_entropy"](probabilities, y), expected)


def test_given_linear_model_and_loss_are_those_of_the_chapter(givens: Any) -> None:
    X, w, b = torch.randn(5, 3), torch.randn(3, 1), torch.randn(1)
    predictions = givens["linreg"](X, w, b)
    torch.testing.assert_close(predictions, X @ w + b)
    losses = givens["squared_loss"](predictions, torch.zeros(5))
    torch.testing.assert_close(losses, predictions**2 / 2)


def test_given_sgd_divides_by_the_batch_size_and_clears_the_gradient(givens: Any) -> None:
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    w.grad = torch.tensor([4.0, 8.0])
    givens["sgd"]([w], 0.5, 4)
    assert w.tolist() == [0.5, 1.0]
    assert w.grad.tolist() == [0.0, 0.0]
    assert w.requires_grad


@pytest.mark.parametrize("as_classes", [False, True])
def test_given_accuracy_counts_right_predictions(givens: Any, batch: Any, as_classes: bool) -> None:
    scores, y = batch
    predictions = scores.argmax(1) if as_classes else scores
    assert givens["accuracy"](predictions, y) == float((scores.argmax(1) == y).sum())


def test_given_accuracy_takes_a_batch_of_one(givens: Any) -> None:
    assert givens["accuracy"](torch.tensor([[0.1, 0.9]]), torch.tensor([1])) == 1.0


@pytest.mark.parametrize("swapped", [False, True])
def test_given_evaluate_accuracy_weighs_batches_by_size(givens: Any, swapped: bool) -> None:
    net = torch.nn.Sequential(torch.nn.Identity())
    scores = torch.eye(3)
    batches = [(scores, torch.tensor([0, 1, 2])), (scores[:1], torch.tensor([1]))]
    arguments = (batches, net) if swapped else (net, batches)
    assert givens["evaluate_accuracy"](*arguments) == 0.75
    assert not net.training


def test_given_epoch_trains_with_both_forms_of_updater(givens: Any, batch: Any) -> None:
    X, y = batch
    start = torch.randn(4, 4)
    W = start.clone().requires_grad_()
    net = torch.nn.Linear(4, 4, bias=False).eval()
    net.weight.data.copy_(start.T)
    loss = torch.nn.CrossEntropyLoss(reduction="none")
    custom = givens["train_epoch_ch3"](lambda X: X @ W, [(X, y)], loss, lambda size: givens["sgd"]([W], 0.1, size))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    library = givens["train_epoch_ch3"](net, [(X, y)], loss, optimizer)
    torch.testing.assert_close(W.T, net.weight)
    assert custom == pytest.approx(library)
    assert custom[0] == pytest.approx(float(loss(X @ start, y).mean()))
    assert net.training


def test_accumulator_sums_and_resets(givens: Any) -> None:
    sums = givens["Accumulator"](2)
    sums.add(1, torch.tensor(2.5))
    sums.add(1, 1)
    assert (sums[0], sums[1]) == (2.0, 3.5)
    sums.reset()
    assert sums[1] == 0.0


def test_animator_takes_whatever_a_learner_does_with_it(givens: Any) -> None:
    animator = givens["Animator"](xlabel="epoch", xlim=[1, 10], legend=["train loss"])
    animator.add(1, (0.5, 0.7))
    animator.fig.savefig("loss.png")
    animator.axes[0].set_xlabel("epoch")
    animator.Y = []
    with animator:
        assert list(animator) == []


def test_timer_counts_laps_of_one_second(givens: Any) -> None:
    timer = givens["Timer"]()
    assert timer.sum() > 0
    timer.stop()
    timer.start()
    timer.stop()
    assert (timer.sum(), timer.avg(), timer.cumsum()) == (2.0, 1.0, [1.0, 2.0])


def definitions(path: Path) -> dict[str, str]:
    """Return what a text defines, without the name under which it imports torch."""
    text = path.read_text("utf-8").replace("pytorch.", "torch.")
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name: ast.dump(node) for node in ast.parse(text).body if isinstance(node, kinds)}


def test_givens_and_d2l_agree_wherever_both_define_a_name() -> None:
    given = definitions(COURSE / "givens.py.txt")
    stand_in = definitions(COURSE / "stand_ins" / "d2l.py.txt")
    alone = {"softmax", "log_softmax", "one_hot", "data_iter", "init_weights"}
    assert {name for name in given if name in stand_in} == set(given) - alone
    # What a student calls as `d2l.linreg` is recorded, so it is the book's product unless it is the answer itself.
    assert all(stand_in[name] == given[name] for name in set(given) & set(stand_in) - {"linreg"})


@pytest.mark.parametrize(("wanted", "calls"), [("softmax_regression", False), ("linreg", True)])
def test_the_linear_model_calls_the_library_only_if_just_it_is_asked_for(
    wanted: str, calls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []
    linear = torch.nn.functional.linear
    monkeypatch.setattr(torch.nn.functional, "linear", lambda *args: called.append(args) or linear(*args))
    X, w, b = torch.randn(5, 3), torch.randn(3, 4), torch.randn(4)
    execute("stand_ins/d2l", wanted=wanted)

    torch.testing.assert_close(sys.modules["d2l.torch"].linreg(X, w, b), X @ w + b)
    assert bool(called) is calls


IMPORTS = [
    "from d2l import torch as d2l",
    "import d2l.torch as d2l",
    "from d2l import d2l",
    "import d2l",
    "import d2lzh_pytorch as d2l",
    "import d2lzh_pytorch.utils as d2l",
    "import d2lzh as d2l",
    "import d2l_pytorch as d2l",
]


@pytest.mark.parametrize("statement", IMPORTS)
@pytest.mark.parametrize("registered_by_engine", [False, True])
def test_every_import_of_d2l_that_learners_write_works(statement: str, registered_by_engine: bool) -> None:
    namespace = execute("stand_ins/d2l")
    if registered_by_engine:
        module = types.ModuleType("d2l")
        module.__dict__.update(namespace)
        sys.modules["d2l"] = module
    learner: dict[str, Any] = {}
    exec(statement, learner)
    assert learner["d2l"].accuracy(torch.tensor([1, 2]), torch.tensor([1, 0])) == 1.0
    assert learner["d2l"].Accumulator(2)[1] == 0.0


def test_a_star_import_brings_the_real_torch_and_no_builtin_helpers() -> None:
    execute("stand_ins/d2l")
    learner: dict[str, Any] = {}
    exec("from d2l.torch import *", learner)
    assert learner["torch"] is torch
    assert learner["nn"] is torch.nn
    assert "load_data_fashion_mnist" in learner
    assert "register" not in learner


@pytest.mark.parametrize("backend", ["mxnet", "tensorflow", "jax", "paddle"])
def test_the_helpers_of_another_backend_are_the_same(d2l: Any, backend: str) -> None:
    """What they do (curves, timers, sums) does not depend on it; what does, the student imports from the library."""
    learner: dict[str, Any] = {}
    exec(f"from d2l import {backend} as d2l", learner)
    assert learner["d2l"].Accumulator(2)[0] == 0.0


@pytest.mark.parametrize("name", ["data_iter", "train_ch3", "predict_ch3"])
def test_what_a_student_is_to_write_is_missing_by_name(d2l: Any, name: str) -> None:
    assert not hasattr(d2l, name)
    with pytest.raises(AttributeError, match=name):
        getattr(sys.modules["d2l"], name)


@pytest.mark.parametrize(
    "name", ["accuracy", "evaluate_accuracy", "train_epoch_ch3", "get_fashion_mnist_labels", "synthetic_data"]
)
def test_an_answer_that_no_rule_refuses_is_missing_while_it_is_asked_for(batch: Any, name: str) -> None:
    execute("stand_ins/d2l", wanted=name)
    learner: dict[str, Any] = {}
    exec("from d2l.torch import *", learner)
    assert name not in learner
    for module in ("d2l", "d2l.torch", "d2lzh_pytorch"):
        with pytest.raises(AttributeError, match=name):
            getattr(sys.modules[module], name)
    if name == "accuracy":
        assert 0 <= learner["evaluate_accuracy"](lambda X: X, [batch]) <= 1


def test_data_around_a_plane_is_there_for_the_sections_that_train_on_it(d2l: Any) -> None:
    before = torch.get_rng_state()
    for w in (torch.tensor([2, -3.4]), torch.tensor([[2], [-3]])):
        X, y = d2l.synthetic_data(w, 4.2, 50)
        assert (X.shape, y.shape) == ((50, 2), (50, 1))
        assert float((y - X @ w.reshape(2, 1).float() - 4.2).abs().max()) < 0.1
    assert torch.equal(torch.get_rng_state(), before)


def test_plotting_helpers_draw_only_images(d2l: Any) -> None:
    d2l.use_svg_display()
    d2l.set_figsize((3, 2))
    d2l.set_axes(None, "x", "y", None, None, "linear", "linear", [])
    d2l.plot([1, 2], [[1, 2]], "x", "y", legend=["y"])
    with d2l.Benchmark("softmax"):
        axes = d2l.show_images(torch.eye(28).repeat(4, 1, 1), 2, 2, titles=list("abcd"))
    assert [ax.get_title() for ax in axes] == list("abcd")


def test_pyplot_is_imported_when_it_is_first_used(d2l: Any) -> None:
    assert callable(d2l.plt.plot)


def test_fashion_mnist_of_d2l_can_be_read_again_and_again(d2l: Any) -> None:
    train, test = d2l.load_data_fashion_mnist(24)
    assert [len(y) for _, y in train] == [len(y) for _, y in train] == [24, 24, 16]
    assert [len(y) for _, y in test] == [24, 8]
    for X, y in test:
        assert X.shape[1:] == (1, 28, 28)
        assert X.dtype == torch.float32
        assert y.dtype == torch.int64
        assert 0 <= float(X.min()) <= float(X.max()) <= 1


def test_fashion_mnist_of_d2l_can_be_resized(d2l: Any) -> None:
    train, _ = d2l.load_data_fashion_mnist(32, resize=64)
    assert next(iter(train))[0].shape == (32, 1, 64, 64)


def test_reading_the_loaders_leaves_every_generator_alone(d2l: Any) -> None:
    before = (torch.get_rng_state().tolist(), random.getstate())
    train, test = d2l.load_data_fashion_mnist(16)
    array = d2l.load_array((torch.zeros(6, 2), torch.zeros(6, 1)), 4)
    assert sum(1 for loader in (train, test, array) for _ in loader) == 8
    assert (torch.get_rng_state().tolist(), random.getstate()) == before


def test_labels_become_names(d2l: Any) -> None:
    assert d2l.get_fashion_mnist_labels(torch.tensor([9, 0])) == ["ankle boot", "t-shirt"]
    assert len({*d2l.get_fashion_mnist_labels(range(10))}) == 10


def test_short_names_of_tensor_functions_work(d2l: Any) -> None:
    x = d2l.reshape(d2l.arange(6), (2, 3))
    assert d2l.size(x) == 6
    assert d2l.reduce_sum(d2l.astype(x, d2l.float32)) == 15.0
    assert d2l.argmax(x, axis=1).tolist() == [2, 2]
    assert d2l.numpy(x).shape == (2, 3)
    assert d2l.try_gpu().type == "cpu"
    assert d2l.evaluate_loss(lambda X: X, [(x, x)], lambda a, b: a + b) == 5.0


def test_notebook_modules_are_there_and_show_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    execute("stand_ins/ipython")
    learner: dict[str, Any] = {}
    exec(
        "from IPython import display\n"
        "from IPython.display import HTML, clear_output\n"
        "import IPython.display as shown\n"
        "import IPython.core.display\n"
        "from matplotlib_inline import backend_inline\n"
        "display.set_matplotlib_formats('svg')\n"
        "backend_inline.set_matplotlib_formats('svg')\n"
        "display.display(HTML('<b>loss</b>'))\n"
        "clear_output(wait=True)\n"
        "shown.ProgressBar(3).display()\n",
        learner,
    )
    assert capsys.readouterr() == ("", "")


def test_get_ipython_is_a_builtin_that_runs_nothing(tmp_path: Path) -> None:
    execute("stand_ins/ipython")
    learner: dict[str, Any] = {}
    target = tmp_path / "made"
    exec(
        f"get_ipython().run_line_magic('matplotlib', 'inline')\nget_ipython().system('touch {target}')\n",
        learner,
    )
    assert not target.exists()


def test_matplotlib_works_beside_the_notebook_modules() -> None:
    execute("stand_ins/ipython")
    pyplot = importlib.import_module("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    pyplot.install_repl_displayhook()
    figure, axes = pyplot.subplots()
    axes.plot([1, 2], [3, 4])
    pyplot.close(figure)


def test_stand_ins_import_neither_torchvision_nor_pyplot() -> None:
    script = (
        "import sys\n"
        "for path in sys.argv[1:]:\n"
        "    exec(compile(open(path, encoding='utf-8').read(), path, 'exec'), {})\n"
        "print(sorted({'torchvision', 'matplotlib.pyplot', 'PIL'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-I", "-c", script, *map(str, TEXTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_passes_of_a_loader_of_d2l_differ_in_order(d2l: Any) -> None:
    numbers = torch.arange(50.0)[:, None]
    first, second = (
        torch.cat([X for X, _ in d2l.load_array((numbers, numbers), 10)]).flatten().tolist() for _ in range(2)
    )

    assert first != second
    assert sorted(first) == sorted(second) == numbers.flatten().tolist()
