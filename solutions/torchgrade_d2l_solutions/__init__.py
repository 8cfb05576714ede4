"""Reference solutions and hidden checks of torchgrade-d2l, which only an instructor installs."""

from __future__ import annotations

from torchgrade.plugins import hookimpl
from torchgrade.plugins.resources import BandSource, CommandSource, SolutionSource

_EXERCISES = (
    ("linear_regression", "synthetic_data"),
    ("linear_regression", "data_iter"),
    ("linear_regression", "sgd"),
    ("softmax_regression", "softmax"),
    ("softmax_regression", "cross_entropy"),
    ("softmax_regression", "accuracy"),
    ("softmax_regression", "evaluate_accuracy"),
    ("softmax_regression", "train_epoch_ch3"),
    ("softmax_regression", "train_ch3"),
)
_TRAIN = "torchgrade_d2l.softmax_regression.train_ch3"
_SOLVED = "torchgrade_d2l_solutions.softmax_regression.train_ch3"
_BANDS = {
    "train_ch3": (
        BandSource(
            curve="curve.train_loss",
            trainings=20,
            train=f"{_SOLVED}.curves:losses",
            made_from=(
                f"{_SOLVED}:reference.py",
                f"{_SOLVED}:curves.py",
                *(f"{_TRAIN}:{name}" for name in ("workload.py", "measured.py", "long.py.txt")),
                "torchgrade_d2l.softmax_regression:nets.py.txt",
            ),
            file=f"{_SOLVED}:curves.json",
        ),
    ),
}


@hookimpl
def torchgrade_solutions() -> list[SolutionSource]:
    """Return a reference solution and hidden checks for each exercise, and curves of a reference that trains."""
    return [
        SolutionSource(exercise=name, package=f"torchgrade_d2l_solutions.{topic}.{name}", bands=_BANDS.get(name, ()))
        for topic, name in _EXERCISES
    ]


@hookimpl
def torchgrade_commands() -> list[CommandSource]:
    """Return ``demo``, which needs the sample class (ruling 35)."""
    return [
        CommandSource(
            name="demo",
            help="Write a sample class and grade it.",
            command="torchgrade_d2l_solutions.demo:demo",
        )
    ]
