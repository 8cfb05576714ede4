"""What the canary tries can be done by who is not confined, and by no worker: its answers mean something."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from tests.sandbox.forking import elsewhere, in_child
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.sandbox import own_process
from torchgrade.sandbox.confinement.canary import acts, heard, sing
from torchgrade.sandbox.confinement.layers import Confinement
from torchgrade.sandbox.confinement.plan import LAYERS, Plan
from torchgrade.sandbox.confinement.records import Act

ANYBODY = (
    "read_torchgrade",
    "read_passwd",
    "list_root",
    "read_parent",
    "write_tmp",
    "make_folder",
    "start_process",
    "start_thread",
    "open_internet_socket",
    "open_local_socket",
    "signal_parent",
    "signal_all",
    "make_memory_file",
    "change_limits",
    "see_passwd",
)
"""What any process can do where nothing confines it, whoever it is."""
ITS_OWN = ("open_library_to_write", "change_mode")
"""What it can do with files that are its own."""
AS_THE_MACHINE_SAYS = ("trace_parent", "make_namespace")
"""What hardened machines refuse anybody, and others do not."""
PLAN = Plan(layers=LAYERS, bubblewrap=True, trees=("/usr",), witness=os.path.realpath(__file__))


@contextmanager
def sleeper() -> Iterator[int]:
    """Yield a process to be signalled and looked at."""
    asleep = subprocess.Popen(["sleep", "100"])
    try:
        yield asleep.pid
    finally:
        asleep.kill()
        asleep.wait()


def unconfined() -> dict[str, Any]:
    with sleeper() as victim:
        return {name: in_child(silent(act)) for name, (_, act) in acts(PLAN, victim).items() if name != "compute"}


def silent(act: Any) -> Any:
    def tried() -> None:
        act()

    return tried


def owner_can_write() -> bool:
    return os.access(os.__file__, os.W_OK)


@pytest.fixture(scope="module")
def free() -> dict[str, Any]:
    found: dict[str, Any] = elsewhere(unconfined)
    return found


@pytest.mark.parametrize("name", ANYBODY)
def test_a_forbidden_act_is_done_by_who_is_not_confined(name: str, free: dict[str, Any]) -> None:
    assert free[name] == "done"


@pytest.mark.parametrize("name", ITS_OWN)
def test_files_of_its_own_can_be_changed_by_who_is_not_confined(name: str, free: dict[str, Any]) -> None:
    assert (free[name] == "done") == owner_can_write()


def test_a_program_takes_the_place_of_who_is_not_confined(free: dict[str, Any]) -> None:
    """``/bin/true`` ends with 0 and says nothing."""
    assert free["start_program"] == 0


@pytest.mark.parametrize("name", AS_THE_MACHINE_SAYS)
def test_what_is_left_is_done_or_refused_by_the_machine_and_no_mistake_of_ours(name: str, free: dict[str, Any]) -> None:
    assert free[name] in {"done", "EPERM", "EACCES", "ENOSYS"}


def test_every_forbidden_act_is_one_of_these() -> None:
    forbidden = {name for name, (is_forbidden, _) in acts(PLAN, 1).items() if is_forbidden}

    assert forbidden == {*ANYBODY, *ITS_OWN, *AS_THE_MACHINE_SAYS, "start_program"}


def test_more_than_twelve_acts_are_forbidden_and_bubblewrap_hides_one_more() -> None:
    without = acts(msgspec.structs.replace(PLAN, bubblewrap=False), 1)
    forbidden = [name for name, (is_forbidden, _) in without.items() if is_forbidden]

    assert len(forbidden) > 12
    assert set(acts(PLAN, 1)) - set(without) == {"see_passwd"}


def test_what_honest_work_needs_is_tried_too() -> None:
    assert [name for name, (forbidden, _) in acts(PLAN, 1).items() if not forbidden] == [
        "read_standard_library",
        "compute",
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_act_has_words(language: str) -> None:
    catalogue = catalogue_for(language=language)
    names = [*acts(PLAN, 1), "get_ready"]
    words = {catalogue.words(Act(name=name, forbidden=True, answer="EPERM").phrase) for name in names}

    assert len(words) == len(names)
    assert all("EPERM" in one for one in words)


def sung(*layers: str) -> Any:
    """Return what a process says that has some layers, and no torch."""
    confinement = Confinement(msgspec.structs.replace(PLAN, layers=layers, bubblewrap=False, trees=(sys.prefix,)))

    def put_on() -> None:
        own_process.forbid_privileges()
        confinement.limit(1 << 30)
        confinement.close_doors()

    with sleeper() as victim:
        return json.loads(in_child(lambda: sing(confinement.plan, victim).decode(), put_on))


def test_answers_can_be_read() -> None:
    song = elsewhere(sung, "limits", "landlock", "seccomp")
    found = heard(json.dumps(song).encode())

    assert [act.name for act in found] == list(acts(msgspec.structs.replace(PLAN, bubblewrap=False), 1))
    assert {act.name for act in found if act.forbidden and not act.as_wanted} == set()


@pytest.mark.parametrize(
    ("layer", "open_without"),
    [
        ("landlock", {"read_torchgrade", "read_passwd", "list_root"}),
        ("seccomp", {"open_internet_socket", "open_local_socket", "make_memory_file", "change_limits"}),
    ],
)
def test_a_layer_that_is_left_out_is_missed(layer: str, open_without: set[str]) -> None:
    song = elsewhere(sung, *(one for one in ("limits", "landlock", "seccomp") if one != layer))
    done = {act.name for act in msgspec.convert(song, list[Act]) if act.forbidden and act.answer == "done"}

    assert open_without <= done


@pytest.mark.parametrize(
    "song",
    [
        b"",
        b"[",
        b"\xff",
        b"5",
        b"[5]",
        b'{"name": "x"}',
        b'[{"name": "x", "forbidden": true}]',
        b'[{"name": "x", "forbidden": "no", "answer": "done"}]',
        b'[{"name": "x", "forbidden": true, "answer": 5}]',
        b"Traceback (most recent call last):\n",
    ],
)
def test_of_a_canary_that_died_or_says_rubbish_nothing_is_heard(song: bytes) -> None:
    assert heard(song) == ()


def test_a_song_that_was_cut_off_is_none() -> None:
    whole = msgspec.json.encode([Act(name="compute", forbidden=False, answer="done")])

    assert [len(heard(whole[:end])) for end in (len(whole) - 1, len(whole))] == [0, 1]


def misjudged() -> Any:
    """Return what is said of acts that meet what no wall answers."""
    from torchgrade.sandbox.confinement import canary

    def mistaken() -> None:
        raise TypeError("a mistake of the canary's own")

    def odd() -> None:
        raise OSError(errno.EINVAL, "what was asked for makes no sense")

    canary.acts = lambda plan, parent: {"mistaken": (True, mistaken), "odd": (True, odd)}
    return json.loads(in_child(lambda: sing(PLAN, 1).decode()))


def test_a_mistake_of_the_canary_is_not_taken_for_a_refusal() -> None:
    found = msgspec.convert(elsewhere(misjudged), list[Act])

    assert [(act.answer, act.as_wanted) for act in found] == [("TypeError", False), ("EINVAL", False)]
