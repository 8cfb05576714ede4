"""Reference solutions and hidden checks of torchgrade-d2l: what only an instructor installs."""

from __future__ import annotations

from torchgrade.plugins import hookimpl
from torchgrade.plugins.resources import CommandSource, SolutionSource

_EXERCISES = (
    ("linear_regression", "data_iter"),
    ("softmax_regression", "softmax"),
    ("softmax_regression", "train_ch3"),
)


@hookimpl
def torchgrade_solutions() -> list[SolutionSource]:
    """Bring a reference solution and hidden checks for each exercise."""
    return [
        SolutionSource(
            exercise=name,
            reference=f"torchgrade_d2l_solutions.{topic}.{name}:{name}",
            hidden=f"torchgrade_d2l_solutions.{topic}.hidden.{name}",
        )
        for topic, name in _EXERCISES
    ]


@hookimpl
def torchgrade_commands() -> list[CommandSource]:
    """Bring ``demo``, which needs the sample class (ruling 35)."""
    return [
        CommandSource(
            name="demo",
            help="Write a sample class and grade it.",
            command="torchgrade_d2l_solutions.demo:demo",
        )
    ]
