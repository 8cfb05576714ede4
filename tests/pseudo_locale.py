"""A language for tests, installed as a plugin: every sentence of the catalogues in accented letters and brackets.

Text that is not in brackets is in no catalogue, so no translator can reach it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import outlines
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import folder

CODE = "qps"
"""Code of the pseudo-locale; ISO 639 keeps it for private use."""
_ACCENTS = str.maketrans("aceinosuyACEINOSUY", "áçéíñóšúýÁÇÉÍÑÓŠÚÝ")
# A field, a piece of code, or a path of the program is the same in every language.
_KEPT = re.compile(r"\{[^{}]*\}|`[^`]*`|%\([a-z]+\)s|\x1b[^m]*m")
_OPEN, _CLOSE = "⟦", "⟧"
_PLUGIN = """
from torchgrade.plugins import hookimpl
from torchgrade.plugins.resources import LanguageSource


@hookimpl
def torchgrade_languages():
    return [LanguageSource(code="{code}", name="⟦Pšéúdó⟧", package="torchgrade_pseudo")]
"""


def pseudo(text: str) -> str:
    """Return a sentence of the pseudo-locale."""
    parts, last = [], 0
    for kept in _KEPT.finditer(text):
        parts += [text[last : kept.start()].translate(_ACCENTS), kept[0]]
        last = kept.end()
    return _OPEN + "".join(parts) + text[last:].translate(_ACCENTS) + _CLOSE


def outside(text: str) -> str:
    """Return the text that is in no bracket, with empty brackets for each part that is in one."""
    depth, left = 0, []
    for letter in text:
        depth += letter == _OPEN
        if depth == 0 or (depth == 1 and letter in _OPEN + _CLOSE):
            left.append(letter)
        depth = max(depth - (letter == _CLOSE), 0)
    return "".join(left)


def install_pseudo_locale(place: Path) -> None:
    """Write the plugin into a folder, which the caller puts on the path of Python."""
    plugins = Plugins()
    found = outlines(plugins)
    commands = [source.messages for source in plugins.gather("torchgrade_commands") if source.messages]
    english = catalogue_for([*commands, *(outline.package for outline in found)]).entries
    package = place / "torchgrade_pseudo"
    package.mkdir()
    (package / "__init__.py").write_text(_PLUGIN.format(code=CODE), "utf-8")
    lines = [f"{json.dumps(entry)} = {json.dumps(pseudo(text))}\n" for entry, text in english.items()]
    (package / f"all.{CODE}.toml").write_text("".join(lines), "utf-8")
    for outline in found:
        texts = package / "exercises" / outline.name
        texts.mkdir(parents=True)
        for name in ("statement", "hints"):
            text = (folder(outline.package) / f"{name}.en.md").read_text("utf-8")
            parts = "\n---\n".join(pseudo(part.strip("\n")) for part in text.split("\n---\n"))
            (texts / f"{name}.{CODE}.md").write_text(parts, "utf-8")
    metadata = place / "torchgrade_pseudo-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: torchgrade-pseudo\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[torchgrade]\npseudo = torchgrade_pseudo\n")
