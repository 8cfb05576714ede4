"""``torchgrade gradescope init``."""

from __future__ import annotations

import importlib.metadata
import json
import zipfile
from pathlib import Path

import pytest

from torchgrade.cli.instructor import gradescope
from torchgrade.cli.main import main

WHEELS = ("torchgrade", "torchgrade-d2l", "torchgrade-d2l-solutions")


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with a wheel for each of our distributions, which nobody installs."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name in WHEELS:
        file = f"{name.replace('-', '_')}-{importlib.metadata.version(name)}-py3-none-any.whl"
        (folder / file).write_bytes(b"wheel")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "autograder"


def config(place: Path) -> dict[str, object]:
    return json.loads((place / "autograder.json").read_text("utf-8"))


def test_the_files_and_their_zip_are_written(place: Path, wheels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gradescope", "init", str(place), "--wheels", str(wheels), "--assignment", "core"]) == 0
    with zipfile.ZipFile(place / "autograder.zip") as opened:
        names = opened.namelist()

    assert {"setup.sh", "run_autograder", "autograder.json"} < set(names)
    assert sum(name.startswith("wheels/") for name in names) == 3
    assert (place / "run_autograder").stat().st_mode & 0o111
    out = " ".join(capsys.readouterr().out.split())
    assert "Upload it only to Gradescope." in out
    assert "Add --torch-index URL" in out


def test_the_options_reach_the_container(place: Path, wheels: Path) -> None:
    words = ["--exercises", "softmax,accuracy", "--sandbox", "B", "--without-hidden", "--lang", "zh"]
    assert main(["gradescope", "init", str(place), "--wheels", str(wheels), *words]) == 0

    assert config(place)["grade"] == ["--exercises", "softmax,accuracy", "--without-hidden", "--lang", "zh"]
    assert config(place)["sandbox"] == "B"


def test_a_changed_program_is_kept_and_goes_into_the_zip(
    place: Path, wheels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["gradescope", "init", str(place), "--wheels", str(wheels), "--exercises", "softmax"]
    assert main(words) == 0
    (place / "setup.sh").write_text("#!/bin/sh\necho mine\n")
    assert main(words) == 0

    assert f"Kept, because you changed it: {place / 'setup.sh'}" in capsys.readouterr().out
    with zipfile.ZipFile(place / "autograder.zip") as opened:
        assert opened.read("setup.sh") == b"#!/bin/sh\necho mine\n"


def test_a_distribution_from_a_folder_needs_its_wheel(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gradescope, "_folder_of", lambda name: f"/src/{name}")
    assert main(["gradescope", "init", str(place)]) == 2
    err = capsys.readouterr().err

    assert "python -m pip wheel --no-deps --wheel-dir wheels /src/torchgrade " in err
    assert not place.exists()


def test_a_wheel_of_another_version_does_not_count(
    place: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gradescope, "_folder_of", lambda name: f"/src/{name}")
    file = next(wheels.glob("torchgrade_d2l_solutions-*"))
    file.rename(wheels / "torchgrade_d2l_solutions-99.0-py3-none-any.whl")
    (wheels / "no-wheel.whl").write_bytes(b"")

    assert main(["gradescope", "init", str(place), "--wheels", str(wheels)]) == 2
    assert "from a folder: torchgrade-d2l-solutions. Run:" in capsys.readouterr().err


def test_an_installation_from_an_index_needs_no_wheel(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradescope, "_folder_of", lambda name: "")
    assert main(["gradescope", "init", str(place), "--torch-index", "https://example.org/cpu"]) == 0

    assert (place / "requirements-torch.txt").read_text().startswith("--index-url https://example.org/cpu\ntorch==")
    assert f"torchgrade=={importlib.metadata.version('torchgrade')}\n" in (place / "requirements.txt").read_text()


@pytest.mark.parametrize("index", ["cpu", "https://x y", "https://x\n--extra", "-r"])
def test_an_index_is_an_address_and_nothing_else(place: Path, index: str) -> None:
    assert main(["gradescope", "init", str(place), "--torch-index", index]) == 2


def test_a_folder_without_wheels_is_named(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()

    assert main(["gradescope", "init", str(place), "--wheels", str(tmp_path / "empty")]) == 2
    assert "contains no wheel" in capsys.readouterr().err


def test_the_address_of_a_folder_is_read_from_the_installation() -> None:
    found = gradescope._folder_of("torchgrade")

    assert found == "" or (Path(found) / "pyproject.toml").is_file()
