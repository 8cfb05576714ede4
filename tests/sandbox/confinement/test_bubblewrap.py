"""Inside bubblewrap are programs, packages and data, and nothing of the person who grades."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from torchgrade.model.phrases import phrase
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.confinement import bubblewrap
from torchgrade.sandbox.confinement.bubblewrap import _needed, _outermost, find, prefix, version, why_not

Program = Callable[[str], str]
BINDS = ("--ro-bind", "--bind", "--symlink")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Return a function that makes a program of a shell script."""

    def made(script: str) -> str:
        path = tmp_path / "bwrap"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return str(path)

    return made


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with submissions and a run folder, in which the command stands."""
    for name in ("submissions", "run", ".cache"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    monkeypatch.chdir(tmp_path / "submissions")
    return tmp_path


def binds(words: list[str]) -> dict[str, str]:
    """Return what is seen inside, each with the word that puts it there."""
    return {words[at + 2]: word for at, word in enumerate(words) if word in BINDS}


def test_it_is_found_where_programs_are(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = program("")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find() == path

    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert find() is None


def test_another_system_has_none(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program("")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "darwin")

    assert find() is None


@pytest.mark.parametrize(
    ("script", "said"),
    [("echo bubblewrap 0.9.0", "bubblewrap 0.9.0"), ("exit 1", "bwrap"), ("printf '\\377'", "\ufffd")],
)
def test_it_is_called_what_it_calls_itself(script: str, said: str, program: Program) -> None:
    assert version(program(script)) == said


def test_a_program_that_does_not_start_has_no_version(tmp_path: Path) -> None:
    assert version(str(tmp_path / "nowhere")) == "bwrap"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('exec "$@"', None),
        ("echo trying >&2; echo 'bwrap: No permissions' >&2; exit 1", "bwrap: No permissions"),
        ("exit 7", phrase("sandbox.layer.bubblewrap_ended", status=7)),
        ("kill -9 $$", phrase("sandbox.layer.bubblewrap_ended", status=-9)),
    ],
)
def test_why_nothing_can_be_started_with_it_is_its_last_line(script: str, said: object, program: Program) -> None:
    assert why_not([program(script)]) == said


def test_a_program_that_is_gone_cannot_start_anything(tmp_path: Path) -> None:
    assert "nowhere" in str(why_not([str(tmp_path / "nowhere")]))


def test_home_submissions_and_run_are_not_inside(person: Path) -> None:
    seen = binds(prefix("bwrap", Plugins(), ""))

    assert [place for place in seen if person.is_relative_to(place)] == []
    assert [place for place in seen if Path(place).is_relative_to(person)] == []


def test_a_working_directory_on_the_path_is_not_inside(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", ["", *sys.path])

    assert str(person / "submissions") not in binds(prefix("bwrap", Plugins(), ""))


def test_interpreter_packages_and_plugins_are_inside_and_cannot_be_written(person: Path) -> None:
    seen = binds(prefix("bwrap", Plugins(), ""))
    import torch

    for file in (sys.executable, os.path.realpath(sys.executable), os.__file__, torch.__file__, bubblewrap.__file__):
        assert any(Path(file).is_relative_to(place) for place in seen), file
    assert {word for place, word in seen.items() if word != "--symlink"} == {"--ro-bind"}


def test_nothing_is_inside_twice(person: Path) -> None:
    places = list(binds(prefix("bwrap", Plugins(), "")))

    assert [(a, b) for a in places for b in places if a != b and Path(a).is_relative_to(b)] == []


def test_data_can_be_read_and_the_cache_of_data_sets_written(person: Path) -> None:
    data = person / "data"
    data.mkdir()
    seen = binds(prefix("bwrap", Plugins(), str(data)))

    assert seen[str(data)] == "--ro-bind"
    assert seen[str(person / ".cache" / "torchgrade")] == "--bind"
    assert (person / ".cache" / "torchgrade").stat().st_mode & 0o777 == 0o700
    assert str(person) not in seen


def test_a_run_without_data_has_no_cache(person: Path) -> None:
    assert not any("torchgrade" in place and ".cache" in place for place in binds(prefix("bwrap", Plugins(), "")))
    assert os.listdir(person / ".cache") == []


@pytest.mark.parametrize(("user", "kept"), [(0, 4), (1000, 0)])
def test_root_keeps_what_a_zygote_needs_to_make_workers_of_others(
    user: int, kept: int, person: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)

    assert prefix("bwrap", Plugins(), "").count("--cap-add") == kept


def test_processes_network_and_messages_are_of_its_own_and_it_ends_with_its_parent(person: Path) -> None:
    words = prefix("bwrap", Plugins(), "")

    assert {"--unshare-pid", "--unshare-net", "--unshare-ipc", "--die-with-parent"} <= set(words)
    assert words[0] == "bwrap"
    assert words[-2:] == ["--chdir", "/"]


def test_places_within_others_are_not_needed_twice(tmp_path: Path) -> None:
    for name in ("a/b/c", "a-b", "d"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    names = ["d", "a/b", "a", "a/b/c", "a-b", "no_such_place", "dangling", "d/../d"]

    found = _outermost([str(tmp_path / name) for name in names] + ["/usr/lib/python3", "/usr"])

    assert found == [str(tmp_path / name) for name in ("a", "a-b", "d", "dangling")]


def test_every_link_on_the_way_to_the_interpreter_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is looked at when it starts."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3.11").write_text("")
    (tmp_path / "bin" / "python3").symlink_to("python3.11")
    (tmp_path / "python").symlink_to(tmp_path / "bin" / "python3")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    assert {str(tmp_path / name) for name in ("python", "bin/python3", "bin/python3.11")} <= set(_needed(Plugins(), ""))


def test_links_that_lead_in_a_circle_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "python").symlink_to("python3")
    (tmp_path / "python3").symlink_to("python")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    assert set(_outermost(_needed(Plugins(), ""))) >= {str(tmp_path / "python"), str(tmp_path / "python3")}


LOOK = """
import os, sys
seen = [place for place in sys.argv[1:] if os.path.lexists(place)]
print(seen, os.getpid() < 10, os.access(sys.prefix, os.W_OK))
"""


def test_an_interpreter_inside_sees_nothing_of_the_person_or_says_why_it_cannot_start(person: Path) -> None:
    """Where this machine makes no namespaces, ``grade`` says the same and grades at level B."""
    program = find()
    words = prefix(program or "bwrap", Plugins(), "")
    reason = why_not(words)
    done = subprocess.run(
        [*words, sys.executable, "-I", "-c", LOOK, "/etc/passwd", str(person)],
        capture_output=True, text=True, check=False,
    ) if program else None  # fmt: skip

    if reason or done is None:
        assert reason
        assert done is None or done.returncode != 0
    else:
        assert done.stdout == "[] True False\n", done.stderr


@pytest.mark.parametrize("death", ["kill -9 $$", "exit 137"])
def test_a_trial_that_something_killed_is_made_again(death: str, program: Program, tmp_path: Path) -> None:
    """Otherwise the workers of one run would have two levels."""
    path = program(f"[ -e {tmp_path}/tried ] || {{ touch {tmp_path}/tried; {death}; }}")

    assert why_not([path]) is None
    assert why_not([program(death)]) is not None
