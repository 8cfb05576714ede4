"""Each mistake in a training is named by where the training ends, by what was noted, or by what it raises."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator

import pytest
import torch

from tests.exercises.torchgrade_d2l.softmax_regression.train_ch3.learners import RIGHT, changed, tried
from torchgrade.checking.diagnosis import diagnose
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Tried
from torchgrade.model.catalogue import load_catalogue
from torchgrade.plugins.resources import folder
from torchgrade_d2l.softmax_regression.train_ch3.misconceptions import MISCONCEPTIONS
from torchgrade_d2l.softmax_regression.train_ch3.replay import Way, replay, short_inputs

CATALOGUE = load_catalogue([folder("torchgrade_d2l") / "messages"])
MEAN, SUM = "l.mean().backward()", "l.sum().backward()"
SIZE, STEP, CLEAR = "updater(X.shape[0])", "updater.step()", "updater.zero_grad()"
BATCH, EPOCH, NET = "for X, y in train_iter:", "for epoch in range(num_epochs):", "            net.train()"
MODULE = "        if isinstance(net, torch.nn.Module):\n"
BRANCH = "if isinstance(updater, torch.optim.Optimizer):"
EVALUATED = "        evaluate(net, test_iter)\n"
COMMON = [
    Way(epochs=1), Way(epochs=2), Way(epochs=4), Way(used=(0, 1)), Way(used=(0, 7)), Way(used=(1, None)),
    Way(used=(-1, None)), Way(stop=1), Way(stop=12), Way(on="test_"), Way(also_on_test="each"),
    Way(also_on_test="last"), Way(steps=False),
]  # fmt: skip
WAYS = {
    "custom": [
        *COMMON, Way(reduction="mean"), Way(sizes=(6,)), Way(sizes=(1,)), Way(sizes=(256,)), Way(test_backward=True),
    ],
    "optimizer": [*COMMON, Way(reduction="sum"), Way(clear="never"), Way(clear="epoch"), Way(divisor=6)],
    "modes": [Way(mode=mode) for mode in ("eval", "eval_later", "first_batch", "first_batch_ever")],
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Train with one thread, as judges and workers do: with tensors this small more of them only wait."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def named(check: str, made: Tried) -> set[str]:
    """Return the mistakes that are recognised in a failed check, each asked by itself."""
    found = (diagnose(f"train_ch3.{check}", made, [misconception], CATALOGUE) for misconception in MISCONCEPTIONS)
    return {diagnosis.misconception.removeprefix("train_ch3.mistake.") for diagnosis in found if diagnosis is not None}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("form", WAYS)
def test_every_way_to_train_ends_elsewhere(form: str, seed: int) -> None:
    inputs = short_inputs(Tensors(seed), form)
    ends = [torch.cat([p.reshape(-1) for p in replay(inputs, way)]) for way in (Way(), *WAYS[form])]

    assert min(float((a - b).abs().max()) for a, b in itertools.combinations(ends, 2)) > 1e-5


@pytest.mark.parametrize("form", WAYS)
def test_a_right_training_is_given_no_mistake(form: str) -> None:
    assert named(form, tried(RIGHT, form)) == set()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ([(SUM, MEAN)], {"mean_for_custom"}),
        ([(SIZE, "updater(6)")], {"constant_size"}),
        ([(SIZE, "updater(256)")], {"size"}),
        ([(SIZE, "updater(X.numel())")], {"size"}),
        ([(SIZE, "updater()")], {"updater_arguments"}),
        ([(SIZE, "pass")], {"no_step"}),
        ([(SUM, "pass")], {"no_backward"}),
        ([(SUM, "l.backward()")], {"backward_on_vector"}),
        ([(EPOCH, "for epoch in range(2):")], {"epochs"}),
        ([(EPOCH, "for epoch in range(2 * num_epochs):")], {"epochs"}),
        ([(BATCH, "for X, y in list(train_iter)[:1]:")], {"batches"}),
        ([(BATCH, "for X, y in list(train_iter)[2:]:")], {"batches"}),
        ([(BATCH, "for X, y in list(train_iter)[-1:]:")], {"after_the_loop"}),
        ([(BATCH, "for X, y in list(train_iter)[::2]:")], {"number_of_updates"}),
        ([(BATCH, "for X, y in [*test_iter, *train_iter]:")], {"number_of_updates"}),
        ([(SIZE, f"{SIZE}\n            if epoch == 1:\n                return")], {"stopped"}),
        ([(SIZE, f"{SIZE}\n            if epoch == 1:\n                return"), (SUM, "(l.sum() / 2).backward()")], {"number_of_updates"}),
        ([(SIZE, f"{SIZE}\n            return")], {"one_update"}),
        ([(BATCH, "for X, y in test_iter:")], {"on_test"}),
        ([(BATCH, "for X, y in [*train_iter, *test_iter]:")], {"on_test"}),
        ([(EVALUATED, "        for X, y in test_iter:\n            loss(net(X), y).sum().backward()\n")], {"test_backward"}),
        ([(BATCH, "for X, y in train_iter.dataset:")], {"only_batches"}),
        ([(MODULE, "        if True:\n")], {"net_is_a_function"}),
        ([(BRANCH, "if True:")], {"updater_is_a_function"}),
        ([("loss(net(X), y)", "loss(y, net(X))")], {"loss_order"}),
        ([("loss(net(X), y)", "loss(net(X, True), y)")], {"net_arguments"}),
        ([("test_iter, loss,", "loss, test_iter,")], {"order"}),
        ([("test_iter, loss,", "loss,")], {"parameters"}),
        ([("updater):", "batch_size, params=None, lr=None, optimizer=None):")], {"first_edition"}),
        ([(SUM, "(l.sum() / 2).backward()")], set()),
        ([(SUM, MEAN), (SIZE, "updater(2)")], set()),
        ([(BATCH, "for X, y in reversed(list(train_iter)):")], set()),
        ([(SUM, "1 / 0")], set()),
    ],
)  # fmt: skip
def test_a_wrong_training_with_a_function_is_explained(changes: list[tuple[str, str]], name: set[str]) -> None:
    assert named("custom", tried(changed(*changes), "custom")) == name


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ([(MEAN, SUM)], {"sum_for_optimizer"}),
        ([(MEAN, "(l.sum() / 6).backward()")], {"divisor"}),
        ([(CLEAR, "pass")], {"no_zero_grad"}),
        ([(CLEAR, "pass"), (BATCH, f"{CLEAR}\n        {BATCH}")], {"no_zero_grad"}),
        ([(STEP, "pass")], {"no_step"}),
        ([(STEP, "[p.data.sub_(0.1 * p.grad) for p in net.parameters()]")], {"own_update"}),
        ([(CLEAR, "pass"), (STEP, f"{CLEAR}; {STEP}")], {"cleared"}),
        ([(MEAN, "pass"), (SUM, "pass")], {"no_backward"}),
        ([(CLEAR, f"{CLEAR}; {STEP}"), (STEP, "pass")], {"no_step"}),
        ([(MEAN, "l.detach().mean().requires_grad_().backward()")], {"not_moved"}),
        ([(EVALUATED, "        updater.param_groups[0]['lr'] *= 0.9\n")], {"rate"}),
        ([(EVALUATED, "        updater.param_groups[0]['lr'] = 0.3\n"), (MEAN, "(l.mean() / 2).backward()")], set()),
        ([(BRANCH, "if False:")], {"optimizer_called"}),
        ([("loss(net(X), y)", "loss(y, net(X))")], {"loss_order"}),
        ([("loss(net(X), y)", "loss(net(X, True), y)")], {"net_arguments"}),
        ([(EVALUATED, "        print(updater.param_groups[0]['lr'] == 0.1)\n"), (MEAN, "(l.sum() / 2).backward()")], set()),
        ([(EVALUATED, "        updater.param_groups[0]['lr'] = 0.3\n"), (MEAN, SUM)], {"sum_for_optimizer"}),
    ],
)  # fmt: skip
def test_a_wrong_training_with_an_optimizer_is_explained(changes: list[tuple[str, str]], name: set[str]) -> None:
    assert named("optimizer", tried(changed(*changes), "optimizer")) == name


def test_a_trained_copy_is_told_from_one_that_is_kept() -> None:
    start = "    best = copy.deepcopy(net)\n"
    cleared = [(CLEAR, "pass"), (STEP, f"{CLEAR}; {STEP}")]
    copied = changed((EPOCH, f"best = copy.deepcopy(net)\n    {EPOCH}"), ("loss(net(X), y)", "loss(best(X), y)"))
    kept = changed(*cleared, (EVALUATED, f"    {start}{EVALUATED}"))

    assert named("optimizer", tried(copied, "optimizer", copy=copy)) == {"copied"}
    assert named("optimizer", tried(kept, "optimizer", copy=copy)) == {"cleared"}


def test_parameters_that_are_drawn_anew_are_named() -> None:
    anew = "[torch.nn.init.normal_(p) for p in net.parameters()]"

    assert named("optimizer", tried(changed((EPOCH, f"{anew}\n    {EPOCH}")), "optimizer")) == {"drawn_anew"}


@pytest.mark.parametrize("form", ["custom", "optimizer"])
def test_another_net_of_the_file_is_named(form: str) -> None:
    source = "model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))\n"

    assert named(form, tried(source + changed(("net(X)", "model(X)")), form)) == {"other_net"}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ([(MODULE + NET + "\n", "")], {"not_restored"}),
        ([(NET, NET.replace("train", "eval"))], {"eval_mode"}),
        ([(EVALUATED, "    " + EVALUATED)], {"between"}),
        ([(EVALUATED, "    " + EVALUATED), (MODULE + NET + "\n", "")], {"not_restored"}),
        ([(SUM, MEAN)], set()),
    ],
)
def test_a_net_in_the_wrong_mode_is_explained(changes: list[tuple[str, str]], name: set[str]) -> None:
    assert named("modes", tried(changed(*changes), "modes")) == name


def test_a_size_that_cancels_out_is_named_by_what_was_noted() -> None:
    made = tried(changed((SUM, MEAN), (SIZE, "updater(1)")), "custom")

    assert named("data", made) == {"size"}
    assert named("data", tried(RIGHT, "custom")) == set()


def test_every_mistake_has_its_sentence_its_subject_and_a_name_of_its_own() -> None:
    assert len({m.id for m in MISCONCEPTIONS}) >= 8
    assert all(m.id in CATALOGUE and m.about in CATALOGUE for m in MISCONCEPTIONS)
