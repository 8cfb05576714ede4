"""``torchgrade doctor``: what a person and a program read of it, and how it ends."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len

from torchgrade.cli import doctor as doctor_module
from torchgrade.cli import machine
from torchgrade.cli.findings import Health, Section
from torchgrade.cli.main import main
from torchgrade.model.runs import RunConfig
from torchgrade.plugins import builtin, hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.probe import Probe

SEEN = Probe(forked=True, start_seconds=4.0, judge_seconds=0.1, isolation=None)


@pytest.fixture(autouse=True)
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[RunConfig]:
    """An empty working directory, and what the probe would have started."""
    asked: list[RunConfig] = []

    def probe(config: RunConfig) -> Probe:
        asked.append(config)
        return SEEN

    monkeypatch.setattr(machine, "probe", probe)
    monkeypatch.chdir(tmp_path)
    return asked


def test_a_sound_installation_is_exit_0_and_every_line_says_ok_or_not_ok(
    tmp_path: Path, configured: list[RunConfig], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 0
    rows = capsys.readouterr().out.splitlines()
    sections = [row for row in rows[:-1] if not row.startswith(" ")]
    heads = [row for row in rows if row.startswith("  ") and not row.startswith(" " * 10)]

    assert sections == ["Plugins", "Versions", "Data sets", "Sandbox", "Working directory"]
    assert all(row.startswith(("  ok      ", "  not ok  ")) for row in heads)
    assert rows[-1] == "Grading works here. The items marked “not ok” do not prevent it."
    assert sum(row.startswith("  not ok") for row in heads) == sum(row.strip().startswith("next:") for row in rows) == 2
    assert {"softmax", "train_ch3"} <= set(configured[0].exercises)
    assert configured[0].data == "synthetic-fashion"
    assert list(tmp_path.iterdir()) == []


def test_lines_keep_to_80_columns_where_a_path_does_not_forbid_it(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor"])

    assert [row for row in capsys.readouterr().out.splitlines() if len(row) > 80 and "/" not in row] == []


def test_chinese_lines_keep_to_80_columns_and_begin_below_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--lang", "zh"])
    rows = capsys.readouterr().out.splitlines()

    assert [row for row in rows if cell_len(row) > 80 and "/" not in row] == []
    assert all(row.startswith(("  正常  ", "  异常  ", " " * 8)) for row in rows if row.startswith(" "))
    assert not [row for row in rows if re.search(r"[a-z]+ [a-z]+ [a-z]+", row)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_json_is_one_object_that_says_the_same_in_english(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json", "--lang", language]) == 0
    health = msgspec.json.decode(capsys.readouterr().out, type=Health)

    assert (health.schema_version, health.ok) == (1, True)
    assert {one.section for one in health.findings} == set(Section)
    assert all((one.next is None) == one.ok for one in health.findings)
    assert not re.search(r"[\u4e00-\u9fff]", "".join(one.found.message for one in health.findings))


def test_a_broken_plugin_is_a_line_with_its_name_and_exit_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken:
        @hookimpl
        def torchgrade_exercises(self) -> None:
            raise ZeroDivisionError("oops")

    monkeypatch.setattr(
        doctor_module, "Plugins", lambda tolerant: Plugins([builtin, Broken()], entry_points=False, tolerant=tolerant)
    )

    assert main(["doctor"]) == 3
    shown = capsys.readouterr()
    assert "failed in torchgrade_exercises: ZeroDivisionError('oops')" in " ".join(shown.out.split())
    assert "Traceback" not in shown.out + shown.err
    assert "Grading cannot work here: " in shown.out.splitlines()[-1]


def test_what_fails_while_it_looks_is_a_line_and_the_rest_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(doctor_module, "examine_versions", fail)

    assert main(["doctor"]) == 3
    shown = capsys.readouterr().out
    assert "  not ok  doctor could not examine this section: ZeroDivisionError('oops')" in shown
    assert "Working directory" in shown
    assert shown.splitlines()[-1].startswith("Grading cannot work here: 1 item above")


def test_the_data_set_asked_for_is_the_one_that_is_needed_and_tried(
    tmp_path: Path, configured: list[RunConfig], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--data", "fashion-mnist", "--data-root", "mine"]) == 3

    assert (configured[0].data, configured[0].data_root) == ("fashion-mnist", str(tmp_path / "mine"))
    assert f"Put the four files of Fashion-MNIST, plain or as .gz, into {tmp_path}/mine/" in " ".join(
        capsys.readouterr().out.split()
    )


def test_a_wrong_option_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--nix"]) == 2
