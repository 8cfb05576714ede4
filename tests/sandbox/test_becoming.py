"""A child of the zygote has every layer of its plan before it says hello, and the canary shows that they hold."""

from __future__ import annotations

import os
from typing import Any

import msgspec
import pytest
from msgspec import structs

from tests.sandbox.becoming_workers import ISOLATIONS, all_states, with_torch
from tests.sandbox.forking import elsewhere, status_of
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.protocol.frames import HELLO
from torchgrade.sandbox.confinement.identity import UID
from torchgrade.sandbox.confinement.plan import ALWAYS, Plan
from torchgrade.sandbox.confinement.records import Isolation

ROOT = os.getuid() == 0


@pytest.fixture(scope="module")
def states() -> dict[str, Any]:
    found: dict[str, Any] = elsewhere(all_states)
    return found


FULL = {
    "environment": 0,
    "leads its session": True,
    "reads from 0": 0,
    "/etc/passwd": "PermissionError",
    "memory file": "PermissionError",
    "files": 64,
    "descriptors": 4,
    "user": [str(UID if ROOT else os.getuid())] * 4,
    "no new privileges": "1",
    "filter": "2",
    "owner": 0,
}


@pytest.mark.parametrize("name", FULL)
def test_a_worker_has_every_layer_of_its_plan(name: str, states: dict[str, Any]) -> None:
    """Its memory is closed to others of its user where what the kernel tells of it belongs to root."""
    assert states[""][name] == FULL[name]


def test_a_worker_of_root_is_in_no_group(states: dict[str, Any]) -> None:
    assert not (ROOT and states[""]["groups"])


@pytest.mark.parametrize(
    ("layer", "names"),
    [
        ("uid", {"user"}),
        ("descriptors", {"descriptors"}),
        ("environment", {"environment"}),
        ("limits", {"files"}),
        ("landlock", {"/etc/passwd"}),
        ("seccomp", {"memory file", "filter"}),
        ("hidden", {"owner"}),
    ],
)
def test_a_layer_that_is_left_out_is_missing_and_no_other_is(
    layer: str, names: set[str], states: dict[str, Any]
) -> None:
    """Whoever becomes another user is hidden by the kernel anyway."""
    changed = {name for name, value in states[layer].items() if states[""][name] != value}
    expected = set() if (layer == "uid" and not ROOT) or (layer == "hidden" and ROOT) else names

    assert changed <= names
    assert bool(changed) == bool(expected)


def test_without_no_new_privs_there_is_no_worker_and_the_layer_that_failed_is_named(states: dict[str, Any]) -> None:
    if status_of("self")["NoNewPrivs"] == "1":
        # It was inherited, and cannot be missing.
        assert states["no_new_privs"] == states[""]
    else:
        assert "LayerFailedError: landlock: " in states["no_new_privs"]


def test_a_worker_dies_with_its_zygote(states: dict[str, Any]) -> None:
    """Also one of root, whom becoming another user would release from it."""
    assert states["outlives"] == [False, True]


@pytest.fixture(scope="module")
def computing() -> dict[str, Any]:
    found: dict[str, Any] = elsewhere(with_torch)
    return found


@pytest.mark.slow
def test_a_worker_says_hello_after_its_layers_and_never_where_one_failed(computing: dict[str, Any]) -> None:
    confined, free, failed = computing["served"]
    inherited = status_of("self")["NoNewPrivs"] == "1"

    assert confined == [HELLO.decode(), "finders: ['Importable']"]
    assert (free[0], "Importable" in free[1]) == (HELLO.decode(), False)
    assert failed[0] == (HELLO.decode() if inherited else "")
    assert inherited or "LayerFailedError: landlock" in failed[1]


@pytest.fixture(scope="module")
def found(computing: dict[str, Any]) -> dict[str, Isolation]:
    return dict(zip(ISOLATIONS, msgspec.convert(computing["isolations"], list[Isolation]), strict=True))


@pytest.mark.slow
def test_with_all_layers_the_level_is_b_and_no_forbidden_act_is_done(found: dict[str, Isolation]) -> None:
    whole = found["whole"]

    assert (whole.level, whole.missing, whole.breaches) == (SandboxLevel.B, [], [])
    assert len([act for act in whole.canary if act.forbidden]) > 12
    assert whole.landlock > 0
    assert (whole.mapped_bytes or 0) > 100 << 20


@pytest.mark.slow
def test_inside_bubblewrap_it_is_a(found: dict[str, Isolation]) -> None:
    """Where there is none, its own act shows that."""
    assert found["in bubblewrap"].level is SandboxLevel.A
    assert [act.name for act in found["in bubblewrap"].breaches] == ["see_passwd"]


@pytest.mark.slow
def test_a_layer_that_is_left_out_makes_the_level_none_and_the_canary_shows_what_it_held_off(
    found: dict[str, Isolation],
) -> None:
    assert found["no filter"].level is SandboxLevel.NONE
    assert "make_memory_file" in [act.name for act in found["no filter"].breaches]


@pytest.mark.slow
def test_a_layer_that_does_not_work_makes_the_level_none_and_says_why(found: dict[str, Isolation]) -> None:
    assert found["no landlock"].level is SandboxLevel.NONE
    assert [layer.name for layer in found["no landlock"].missing] == ["landlock"]
    assert "read_passwd" in [act.name for act in found["no landlock"].breaches]


@pytest.mark.slow
def test_a_canary_that_does_not_become_a_worker_is_told_with_what_failed(found: dict[str, Isolation]) -> None:
    inherited = status_of("self")["NoNewPrivs"] == "1"

    told = [act for act in found["dead canary"].breaches if act.name == "get_ready"]
    assert (not told) == inherited
    assert all("landlock: " in act.answer for act in told)


@pytest.mark.slow
def test_where_nothing_confines_there_is_no_canary(found: dict[str, Isolation]) -> None:
    assert found["free"] == structs.replace(
        Isolation(level=SandboxLevel.NONE), threads=found["free"].threads, mapped_bytes=found["free"].mapped_bytes
    )
    assert Plan().layers == ALWAYS
