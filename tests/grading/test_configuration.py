"""The one configuration of a run."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.errors import UsageError
from torchgrade.grading.configuration import Options, choose, compare_environments, job_key
from torchgrade.grading.store import Kept
from torchgrade.model.catalogue import load_catalogue
from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import Limits
from torchgrade.model.results import Environment
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import in_language

RUN = Path("run")
ENVIRONMENT = Environment(torchgrade="1", python="3", torch="2", course="c", data="d")
OPTIONS = Options(exercises=("a", "b"), data="none", data_root="", seed=None)


def options(**changes: Any) -> Options:
    return msgspec.structs.replace(OPTIONS, **changes)


def kept(config: RunConfig) -> Kept:
    return Kept(config=config, course=CourseInfo(exercises=(), environment=ENVIRONMENT))


def test_two_new_runs_draw_different_seeds() -> None:
    one, two = choose(OPTIONS, None, RUN), choose(OPTIONS, None, RUN)

    assert len({one.seed, one.hidden_seed, two.seed, two.hidden_seed}) == 4


@given(st.integers(0, 2**63 - 1))
def test_a_named_seed_repeats_the_whole_configuration(seed: int) -> None:
    config = choose(options(seed=seed), None, RUN)

    assert config == choose(options(seed=seed), None, RUN)
    assert config.seed == seed
    assert config.hidden_seed != seed
    assert msgspec.json.decode(msgspec.json.encode(config), type=RunConfig) == config


def test_the_same_options_go_on_with_the_seeds_that_were_kept() -> None:
    config = choose(OPTIONS, None, RUN)

    assert choose(OPTIONS, kept(config), RUN) == config
    assert choose(options(seed=config.seed), kept(config), RUN) == config


def test_a_run_that_began_before_a_submission_had_seconds_goes_on() -> None:
    config = choose(OPTIONS, None, RUN)
    record = msgspec.json.decode(msgspec.json.encode(config))
    del record["limits"]["submission_seconds"]

    assert choose(OPTIONS, kept(msgspec.convert(record, RunConfig, strict=False)), RUN) == config


def test_data_may_move_while_a_run_stands_still() -> None:
    config = choose(OPTIONS, None, RUN)

    assert choose(options(data_root="/elsewhere"), kept(config), RUN).data_root == "/elsewhere"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"exercises": ("a",)}, "--exercises was a,b, now a"),
        ({"data": "other"}, "--data was none, now other"),
        ({"seed": 5}, "--seed was 4, now 5"),
        ({"hidden_checks": False}, "hidden checks was on, now off"),
        ({"limits": Limits(cpu_seconds=3)}, "configuration: --cpu-seconds was 10, now 3."),
        ({"limits": Limits(submission_seconds=60)}, "configuration: --submission-seconds was 180, now 60."),
        ({"limits": Limits(memory_bytes=5)}, "configuration: the limit memory_bytes was 2147483648, now 5."),
    ],
)
def test_another_configuration_is_refused_and_what_differs_is_named(change: dict[str, Any], named: str) -> None:
    before = kept(choose(options(seed=4), None, RUN))

    with pytest.raises(UsageError, match="another configuration") as refused:
        choose(options(**{"seed": 4, **change}), before, RUN)
    assert named in str(refused.value)


def test_what_differs_can_be_read_in_chinese() -> None:
    before = kept(choose(options(seed=4), None, RUN))

    with pytest.raises(UsageError) as refused:
        choose(options(seed=4, hidden_checks=False, exercises=()), before, RUN)

    said = in_language(refused.value, load_catalogue([files("torchgrade") / "catalogues"], "zh"))
    assert "--exercises 原来是 a,b，现在是无；隐藏检查原来是开，现在是关" in said


@pytest.mark.parametrize("field", ["torchgrade", "python", "torch", "course", "data"])
def test_other_versions_are_refused_by_name(field: str) -> None:
    now = msgspec.structs.replace(ENVIRONMENT, **{field: "new"})

    compare_environments(ENVIRONMENT, ENVIRONMENT, RUN)
    with pytest.raises(UsageError, match=rf"was {getattr(ENVIRONMENT, field)}, now new"):
        compare_environments(ENVIRONMENT, now, RUN)


def test_a_job_s_key_changes_with_each_thing_that_its_result_rests_on() -> None:
    config = choose(options(seed=4), None, RUN)
    replace = msgspec.structs.replace
    keys = {
        job_key("x", config, ENVIRONMENT),
        job_key("y", config, ENVIRONMENT),
        job_key("x", replace(config, seed=5), ENVIRONMENT),
        job_key("x", replace(config, hidden_seed=5), ENVIRONMENT),
        job_key("x", config, replace(ENVIRONMENT, course="other")),
        job_key("x", config, replace(ENVIRONMENT, torch="other")),
    }

    assert len(keys) == 6
    assert job_key("x", config, ENVIRONMENT) in keys
