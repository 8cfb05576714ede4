"""A course is loaded from what is installed, and its digest covers what decides points."""

from __future__ import annotations

import msgspec
import pytest

from tests.checking.little_course import CONFIG
from torchgrade.checking.course import load_course, load_data
from torchgrade.errors import CourseError, UsageError
from torchgrade.model.runs import RunConfig
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import DatasetSource

REAL = RunConfig(exercises=("data_iter", "softmax"), data="synthetic-fashion", data_root="", seed=1, hidden_seed=2)


def test_the_installed_courses_are_loaded_with_their_checks() -> None:
    course = load_course(REAL)
    softmax = course.exercise("softmax")

    assert [exercise.name for exercise in course.exercises] == ["data_iter", "softmax"]
    assert softmax.policy.own == "softmax"
    assert "softmax" in softmax.policy.functions
    assert softmax.misconceptions
    assert softmax.hidden_path is not None
    assert any(spec.hidden for spec in course.checks["softmax"])
    assert course.info.exercises[1].checks == course.checks["softmax"]
    assert course.info.environment.course
    assert course.stub(softmax).count("def softmax") == 1
    assert all(misconception.id in course.catalogue for misconception in softmax.misconceptions)


def test_without_hidden_checks_the_solutions_are_left_alone() -> None:
    course = load_course(msgspec.structs.replace(REAL, hidden_checks=False, exercises=("softmax",)))

    assert course.exercise("softmax").hidden_path is None
    assert not any(spec.hidden for spec in course.checks["softmax"])


def test_the_bands_of_references_that_train_are_there_before_anything_is_judged() -> None:
    course = load_course(msgspec.structs.replace(REAL, exercises=("softmax", "train_ch3")))

    assert course.bands["softmax"] == {}
    assert course.bands["train_ch3"]["curve.train_loss"].trainings == 20


def test_without_hidden_checks_no_band_is_drawn() -> None:
    course = load_course(msgspec.structs.replace(REAL, exercises=("train_ch3",), hidden_checks=False))

    assert course.bands == {"train_ch3": {}}


def test_the_digest_is_that_of_the_exercises_chosen() -> None:
    digests = {
        load_course(msgspec.structs.replace(REAL, exercises=exercises, hidden_checks=hidden)).info.environment.course
        for exercises in (("softmax",), ("data_iter",))
        for hidden in (True, False)
    }

    assert len(digests) == 4


def test_a_data_set_that_no_plugin_brings_is_named_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match=r"'mnist'.*synthetic-fashion|'mnist'.*fashion-mnist"):
        load_data(Plugins(), msgspec.structs.replace(CONFIG, data="mnist"))


def test_a_data_set_that_cannot_be_imported_is_its_plugins_error() -> None:
    class Plugin:
        @staticmethod
        def torchgrade_datasets() -> list[DatasetSource]:
            return [DatasetSource(name="none", load="no_such_module:load", describe="")]

    from torchgrade.plugins import hookimpl

    Plugin.torchgrade_datasets = staticmethod(hookimpl(Plugin.torchgrade_datasets))  # type: ignore[method-assign]
    with pytest.raises(CourseError, match="no_such_module"):
        load_data(Plugins([Plugin()], entry_points=False), CONFIG)
