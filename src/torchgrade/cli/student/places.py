"""Files and folders in the words of a command, and the reasons to refuse them. Links are not followed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from torchgrade.cli.student.copies import is_copy
from torchgrade.deliveries.archives import is_archive, is_other_archive
from torchgrade.deliveries.listing import Claims
from torchgrade.deliveries.looking import content_note
from torchgrade.deliveries.places import on_disk
from torchgrade.errors import UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show, show_name
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve


def claims_of(plugins: Plugins, *, documents: bool = True) -> list[Claims]:
    """Return functions that decide by a file's name whether the file can be checked.

    :param documents: whether to include files that are mostly prose, such as a statement.
    """
    sources = plugins.gather("torchgrade_readers")
    return [resolve(source.claims) for source in sources if documents or not source.is_document]


def is_work(name: str, claims: Sequence[Claims]) -> bool:
    """Return whether a file of a folder counts; hidden files and copies of ``reset`` do not count."""
    return not name.startswith(".") and not is_copy(name) and any(claim(name) for claim in claims)


def is_path(word: str, known: Sequence[str], claims: Sequence[Claims]) -> bool:
    """Return whether a word names a file or a folder.

    The name of an exercise means the exercise, even beside a folder of that name; ``./softmax`` means the folder. The
    folder is meant only if there is no file with code: see :func:`is_only_folder`.
    """
    if not word:
        return False
    if "/" in word or os.sep in word or word in {".", ".."} or any(claim(word) for claim in claims):
        return True
    # `softmax.rows` is a check; `softmax.zip` is a file if there is one.
    return word not in known and (
        os.path.isfile(word) or (word.partition(".")[0] not in known and os.path.lexists(word))
    )


def is_only_folder(word: str, claims: Sequence[Claims], catalogue: Catalogue) -> bool:
    """Return whether the name of an exercise means the folder of that name, because no file with code is beside it."""
    return os.path.isdir(word) and not os.path.islink(word) and not list_work(Path(), claims, catalogue)


def require_place(place: Path, claims: Sequence[Claims], catalogue: Catalogue) -> None:
    """Raise :class:`UsageError` if a path is neither a folder nor a file with code; the message names the next step."""
    shown: dict[str, Value] = {"name": show_name(str(place))}
    # Use os.path, because its functions return False for a name that is too long, but methods of Path raise.
    if os.path.islink(place):
        entry = "link" if os.path.exists(place) else "link_broken"
        target = os.path.realpath(place) if entry == "link" else os.readlink(place)
        raise UsageError(catalogue.render(f"cli.check.{entry}", {**shown, "target": show_name(target)}))
    if not os.path.lexists(place):
        raise UsageError(catalogue.render("cli.check.no_such_file", shown))
    if os.path.isdir(place):
        return
    if os.path.isfile(place) and any(claim(place.name) for claim in claims):
        return
    # Report the real format of the content, because a file name may be misleading.
    has_bytes = os.path.isfile(place) and os.path.getsize(place)
    content = content_note(on_disk(place), show_name(str(place)), catalogue.note) if has_bytes else None
    if content is not None:
        raise UsageError(content.message)
    is_packed = is_archive(place.name) or is_other_archive(place.name)
    raise UsageError(catalogue.render("cli.check.archive" if is_packed else "cli.check.not_code", shown))


def list_work(folder: Path, claims: Sequence[Claims], catalogue: Catalogue) -> list[Path]:
    """Return the files and links directly in a folder whose names are names of files with code, sorted.

    :raises UsageError: the folder cannot be read.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if is_work(entry.name, claims) and _is_entry(entry))
    except OSError as error:
        values: dict[str, Value] = {"name": show_name(str(folder)), "reason": show(error.strerror or str(error))}
        raise UsageError(catalogue.render("cli.check.unreadable_folder", values)) from error
    return [folder / name for name in names]


def _is_entry(entry: os.DirEntry[str]) -> bool:
    return entry.is_symlink() or entry.is_file(follow_symlinks=False)
