"""Reference solutions and hidden checks of torchgrade-d2l, which only an instructor installs."""

from __future__ import annotations

from torchgrade.plugins import hookimpl
from torchgrade.plugins.resources import BandSource, CommandSource, SolutionSource

_EXERCISES = (
    ("linear_regression", "normal_equation"),
    ("linear_regression", "gaussian_nll"),
    ("linear_regression", "synthetic_data"),
    ("linear_regression", "data_iter"),
    ("linear_regression", "linreg"),
    ("linear_regression", "squared_loss"),
    ("linear_regression", "sgd"),
    ("linear_regression", "train_linreg"),
    ("linear_regression", "load_array"),
    ("linear_regression", "build_linreg"),
    ("linear_regression", "train_concise"),
    ("softmax_regression", "one_hot"),
    ("softmax_regression", "softmax"),
    ("softmax_regression", "softmax_regression"),
    ("softmax_regression", "cross_entropy"),
    ("softmax_regression", "softmax_cross_entropy_grad"),
    ("softmax_regression", "get_fashion_mnist_labels"),
    ("softmax_regression", "load_data_fashion_mnist"),
    ("softmax_regression", "show_images"),
    ("softmax_regression", "accuracy"),
    ("softmax_regression", "evaluate_accuracy"),
    ("softmax_regression", "train_epoch_ch3"),
    ("softmax_regression", "train_ch3"),
    ("softmax_regression", "predict_ch3"),
    ("softmax_regression", "init_weights"),
    ("softmax_regression", "build_softmax_regression"),
    ("softmax_regression", "log_softmax"),
    ("softmax_regression", "cross_entropy_from_logits"),
)
_TRAIN = "torchgrade_d2l.softmax_regression.train_ch3"
_SOLVED = "torchgrade_d2l_solutions.softmax_regression.train_ch3"


def _small_training(exercise: str, *texts: str) -> BandSource:
    """Return the band of an exercise that trains on 400 rows around a plane.

    :param texts: files of the exercise that its curves depend on.
    """
    trained, solved = (f"{course}.linear_regression" for course in ("torchgrade_d2l", "torchgrade_d2l_solutions"))
    return BandSource(
        curve=f"curve.{exercise}",
        trainings=20,
        train=f"{solved}.{exercise}.curves:points",
        made_from=(
            f"{solved}.{exercise}:reference.py",
            f"{solved}.{exercise}:curves.py",
            f"{trained}:recovery.py",
            *(f"{trained}.{exercise}:{name}" for name in texts),
        ),
        file=f"{solved}.{exercise}:curves.json",
    )


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
    "train_linreg": (_small_training("train_linreg", "measured.py", "replay.py", "returned.py"),),
    "train_concise": (_small_training("train_concise", "measured.py", "replay.py", "nets.py.txt", "long.py.txt"),),
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
            command="torchgrade_d2l_solutions.demo:demo",
            messages="torchgrade_d2l_solutions.messages",
        )
    ]
