"""Content of ``autograder.zip``: what Gradescope needs to build a container and to grade a submission in it.

Gradescope unpacks the zip to /autograder/source, runs ``setup.sh`` once, and ``run_autograder`` for each submission
(gradescope/autograder_samples, docs/specs.md).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence

from msgspec import Struct

from torchgrade.model.catalogue import Catalogue
from torchgrade.plugins.resources import folder

SETUP, RUN, CONFIG = "setup.sh", "run_autograder", "autograder.json"
TORCH, OURS = "requirements-torch.txt", "requirements.txt"
WHEELS = "wheels"
EXECUTABLE = frozenset({SETUP, RUN})
EDITABLE = (SETUP, RUN)
"""Files that an instructor may change, so that a second ``init`` keeps them."""
_TIME = (1980, 1, 1, 0, 0, 0)
"""Time of every member, because the same files must give the same bytes."""
_SENTENCES = ("name", "message", "detail", "nothing", "empty_name", "empty")


class Recipe(Struct, frozen=True, kw_only=True):
    """Choices of the instructor, and the distributions of this installation."""

    grade: tuple[str, ...]
    """Further words of ``torchgrade grade``."""
    sandbox: str
    """Weakest accepted level."""
    language: str
    """Language of what students read."""
    torch: Mapping[str, str]
    """Version of torch and torchvision by their names."""
    ours: Mapping[str, str]
    """Version of torchgrade and of each plugin's distribution by its name."""
    index: str = ""
    """Address of a package index for torch; empty for the usual one."""


def recipe_files(recipe: Recipe, catalogue: Catalogue) -> dict[str, bytes]:
    """Return the files of the recipe by their names, without wheels."""
    place = folder("torchgrade") / "exports" / "recipes" / "gradescope"
    language = ("--lang", recipe.language)
    config = {
        "grade": [*recipe.grade, *language],
        "export": [*language],
        "sandbox": recipe.sandbox,
        "sentences": {name: catalogue.render(f"export.gradescope_recipe.{name}", {}) for name in _SENTENCES},
    }
    index = [f"--index-url {recipe.index}"] if recipe.index else []
    return {
        **{name: (place / name).read_bytes() for name in EDITABLE},
        CONFIG: (json.dumps(config, ensure_ascii=False, indent=1) + "\n").encode(),
        TORCH: _lines([*index, *_pinned(recipe.torch)]),
        OURS: _lines(_pinned(recipe.ours)),
    }


def _pinned(versions: Mapping[str, str]) -> list[str]:
    # The part after the plus sign names a build; every build of the version will do, such as one for a CPU.
    return [f"{name}=={version.partition('+')[0]}" for name, version in versions.items()]


def _lines(texts: Sequence[str]) -> bytes:
    return "".join(f"{text}\n" for text in texts).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files, in which the two programs are executable; equal files give equal bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 3  # Unix, so that the mode counts on every system
            info.external_attr = (0o100755 if name in EXECUTABLE else 0o100644) << 16
            opened.writestr(info, files[name], zipfile.ZIP_DEFLATED)
    return data.getvalue()
