"""Words of click itself in the language of a command, through gettext, as click's documentation describes."""

from __future__ import annotations

import contextlib
import gettext
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import platformdirs

from torchgrade.courses.catalogues import tool_part
from torchgrade.courses.languages import LANGUAGES
from torchgrade.model.files import write_atomically

_PART = "click"
_VARIABLE = "LANGUAGE"
"""Variable that gettext reads first. The sandbox passes it to no submission."""
_HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
_MAGIC = 0x950412DE


@contextlib.contextmanager
def click_words(language: str) -> Iterator[None]:
    """Let click use the words of a language until the block ends; English needs no file."""
    if language == LANGUAGES[0]:
        yield
        return
    data = compile_messages(read_messages(language))
    domain = f"click-{zlib.crc32(data):08x}"
    with contextlib.ExitStack() as stack:
        place = _written(data, language, domain, stack)
        if place is not None:
            _bind(place, language, domain, stack)
        yield


def read_messages(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the translation of each text of click, or of its two texts for one thing and for several."""
    english = tool_part(LANGUAGES[0], _PART).entries
    translated = tool_part(language, _PART).entries
    messages: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, text in english.items():
        many = f"{name.removesuffix('.one')}.many"
        if name.endswith(".one"):
            messages[text, english[many]] = (translated[name], translated[many])
        elif not name.endswith(".many"):
            messages[text,] = (translated[name],)
    return messages


def compile_messages(messages: Mapping[tuple[str, ...], tuple[str, ...]]) -> bytes:
    """Return the bytes of a ``.mo`` file, whose format gettext's documentation describes."""
    pairs = [(b"", _HEADER.encode())]
    pairs += [("\0".join(one).encode(), "\0".join(other).encode()) for one, other in messages.items()]
    pairs.sort()
    texts = [one for one, _ in pairs] + [other for _, other in pairs]
    tables = 28
    position = tables + 8 * len(texts)
    index, body = b"", b""
    for text in texts:
        index += struct.pack("<II", len(text), position + len(body))
        body += text + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), tables, tables + 8 * len(pairs), 0, position)
    return head + index + body


def _written(data: bytes, language: str, domain: str, stack: contextlib.ExitStack) -> Path | None:
    """Return the folder that contains the messages; None if no folder can be written.

    A temporary folder exists until the stack closes.
    """
    cache = Path(platformdirs.user_cache_dir("torchgrade", appauthor=False)) / "words"
    with contextlib.suppress(OSError):
        return _write(data, cache, language, domain)
    # Import this here, because help must be fast and the cache is nearly always there.
    import tempfile

    with contextlib.suppress(OSError):
        temporary = stack.enter_context(tempfile.TemporaryDirectory(prefix="torchgrade-", ignore_cleanup_errors=True))
        return _write(data, Path(temporary), language, domain)
    return None


def _write(data: bytes, place: Path, language: str, domain: str) -> Path:
    """Write the messages where gettext looks for them, unless they are there."""
    file = place / language / "LC_MESSAGES" / f"{domain}.mo"
    # Compare the content, because a damaged file would stop every command.
    if not file.is_file() or file.read_bytes() != data:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, data)
    return place


def _bind(place: Path, language: str, domain: str, stack: contextlib.ExitStack) -> None:
    """Make the messages those of the process until the stack closes."""
    before, setting = gettext.textdomain(), os.environ.get(_VARIABLE)
    stack.callback(gettext.textdomain, before)
    stack.callback(_restore, setting)
    gettext.bindtextdomain(domain, str(place))
    gettext.textdomain(domain)
    os.environ[_VARIABLE] = language


def _restore(setting: str | None) -> None:
    if setting is None:
        os.environ.pop(_VARIABLE, None)
    else:
        os.environ[_VARIABLE] = setting
