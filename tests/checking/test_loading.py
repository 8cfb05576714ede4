"""A course is loaded from what is installed, and its digest covers what decides points."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from tests.checking.little_course import CONFIG
from torchgrade.checking import loading as module
from torchgrade.checking.loading import load_course, load_data
from torchgrade.courses.outline import ExerciseOutline
from torchgrade.errors import CourseError, UsageError
from torchgrade.model.runs import RunConfig
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import DatasetSource, SolutionSource

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


@pytest.fixture
def diagnoses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two plugins, each with a package of one diagnosis of softmax and its sentence."""
    for name in ("moon_one", "moon_two"):
        place = tmp_path / name
        (place / "messages").mkdir(parents=True)
        (place / "__init__.py").write_text(
            "from torchgrade.checking.diagnosis import Misconception\n"
            f"LIST = [Misconception(id='{name}.late', symptom=lambda tried: True)]\n"
        )
        (place / "messages" / f"{name}.en.toml").write_text(f'[{name}]\nlate = "It is late."\n')
    monkeypatch.syspath_prepend(str(tmp_path))

    def plugin(name: str) -> object:
        return SimpleNamespace(torchgrade_misconceptions=hookimpl(lambda: {"softmax": f"{name}:LIST"}))

    installed = Plugins([plugin("moon_one"), plugin("moon_two"), *Plugins().manager.get_plugins()], entry_points=False)
    monkeypatch.setattr(module, "Plugins", lambda: installed)


@pytest.mark.usefixtures("diagnoses")
def test_diagnoses_of_several_plugins_stand_behind_the_exercise_s_own_with_their_sentences() -> None:
    course = load_course(msgspec.structs.replace(REAL, exercises=("softmax",)))
    ids = [misconception.id for misconception in course.exercise("softmax").misconceptions]

    assert sorted(ids[-2:]) == ["moon_one.late", "moon_two.late"]
    assert len(ids) > 2
    assert course.catalogue.render("moon_one.late", {}) == "It is late."
    assert {"moon_one.messages", "moon_two.messages"} < set(course.info.catalogue_packages)


def test_a_data_set_that_no_plugin_brings_is_named_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match=r"'mnist'.*synthetic-fashion|'mnist'.*fashion-mnist"):
        load_data(Plugins(), msgspec.structs.replace(CONFIG, data="mnist"))


def test_a_data_set_that_cannot_be_imported_is_its_plugins_error() -> None:
    class Plugin:
        @staticmethod
        def torchgrade_datasets() -> list[DatasetSource]:
            return [DatasetSource(name="none", load="no_such_module:load", describe="")]

    Plugin.torchgrade_datasets = staticmethod(hookimpl(Plugin.torchgrade_datasets))  # type: ignore[method-assign]
    with pytest.raises(CourseError, match="no_such_module"):
        load_data(Plugins([Plugin()], entry_points=False), CONFIG)


def test_the_record_of_an_exercise_names_its_course() -> None:
    outline = msgspec.structs.replace(outline_of("littlecourse.t.f"), topic_title="T")
    found = module._record(outline, ())

    assert (found.course, found.topic, found.topic_title) == ("littlecourse", "t", "T")


MISTAKES = """
from types import SimpleNamespace
from torchgrade.checking.diagnosis import Misconception
mistake = SimpleNamespace(misconceptions=lambda: [Misconception(id="f.mistake.new", symptom=lambda tried: True)])
"""


def outline_of(package: str) -> ExerciseOutline:
    return ExerciseOutline(
        name="f", course="littlecourse", topic="t", package=package, title="f", signature="f(X)", section="1"
    )


def test_mistakes_py_names_the_mistakes_where_there_is_no_misconceptions_py(package: Path) -> None:
    (package / "mistakes.py").write_text(MISTAKES)
    assert [one.id for one in module._misconceptions(outline_of("littlecourse.t.f"), [])] == ["f.mistake.new"]

    (package / "misconceptions.py").write_text("MISCONCEPTIONS = []\n")
    assert module._misconceptions(outline_of("littlecourse.t.f"), []) == ()


@pytest.mark.parametrize("hidden", [True, False])
def test_a_solution_by_its_package_brings_reference_and_hidden_checks(package: Path, hidden: bool) -> None:
    (package / "hidden.py").write_text("")
    (package / "sentences.toml").write_text('[messages]\ncount.en = "x"\n')
    source = SolutionSource(exercise="f", package="littlecourse.t.f")
    config = msgspec.structs.replace(CONFIG, hidden_checks=hidden)
    found = module._exercise(outline_of("littlecourse.t.f"), source, [], config)

    assert found.reference == "littlecourse.t.f.reference:f"
    assert found.hidden_path == (package / "hidden.py" if hidden else None)
    assert found.is_whole is hidden
    assert found.sentences is not None
