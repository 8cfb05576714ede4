"""Saved files: each new content once, whatever intermediate steps an editor makes."""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import watchfiles
from msgspec import Struct

from torchgrade.deliveries.listing import FILE_BYTES

STEP_MS = 5
"""Milliseconds without an event after which a burst counts as finished. One save of an editor has shorter gaps."""
DEBOUNCE_MS = 40
"""Most milliseconds of a burst before the files are examined anyway."""
LOOK_AGAIN_MS = 500
"""Milliseconds between examinations without an event, because a file system may lose an event."""
PAUSE = 0.03
"""Seconds before a missing, empty or broken file is read again, because an editor may still be saving it."""
_TRIES = 5

_Mark = tuple[int, int, int, int]


class Save(Struct, frozen=True, kw_only=True):
    """New content of a file, or its removal."""

    path: Path
    """Path of the file."""
    data: bytes | None
    """Bytes of the file, up to the limit of reading; None if the file is missing."""
    is_link: bool = False
    """Whether the file is a link, which is reported once and never read."""


class NotWatchedError(Exception):
    """Error: the system reports no changes here, because it has no watches left or may not read the folder."""


class Saves:
    """Watcher of one file, or of all files with code directly in a folder."""

    def __init__(self, place: Path, is_work: Callable[[str], bool], is_whole: Callable[[Path, bytes], bool]) -> None:
        """Watch a file or a folder.

        :param is_work: function that decides by name whether a file in the folder is watched.
        :param is_whole: function that decides whether bytes look like a completely written file.
        """
        self.place = place
        self.folder = place if place.is_dir() else place.parent
        self._only = None if place.is_dir() else place.name
        self._is_work = is_work
        self._is_whole = is_whole
        self._marks: dict[str, _Mark | None] = {}
        self._known: dict[str, bytes | None] = {}
        self._links: set[str] = set()

    def follow(self, *, poll: bool = False) -> Iterator[Save]:
        """Yield the present files, then each change.

        :param poll: compare times instead of waiting for events, because network drives send no events.
        :raises NotWatchedError: the system cannot watch the folder.
        """
        yield from self.scan(set())
        for batch in self._batches(poll=poll):
            yield from self.scan({Path(path).name for _, path in batch})

    def _batches(self, *, poll: bool) -> Iterator[set[tuple[watchfiles.Change, str]]]:
        try:
            yield from watchfiles.watch(
                self.folder,
                watch_filter=lambda _, path: self._is_ours(Path(path).name),
                debounce=DEBOUNCE_MS,
                step=STEP_MS,
                rust_timeout=LOOK_AGAIN_MS,
                yield_on_timeout=True,
                force_polling=poll or None,
                poll_delay_ms=100,
                recursive=False,
            )
        except (OSError, RuntimeError) as error:
            raise NotWatchedError(str(error)) from error

    def scan(self, touched: set[str]) -> Iterator[Save]:
        """Yield the files with new content; read the touched files even if their times are unchanged."""
        names = self._names()
        yield from self._new_links(names)
        for name in sorted({*names, *self._known} - self._links):
            mark = self._mark(name)
            if name in self._known and name not in touched and mark == self._marks[name]:
                continue
            data = self._settled(name)
            self._marks[name] = self._mark(name) if data is not None else None
            if name in self._known and data == self._known[name]:
                continue
            was_there = self._known.get(name) is not None
            if data is not None:
                self._known[name] = data
                yield Save(path=self.folder / name, data=data)
            elif was_there:
                self._known[name] = None
                yield Save(path=self.folder / name, data=None)

    def _new_links(self, names: Sequence[str]) -> Iterator[Save]:
        """Yield links that are new since the last look; forget the file that a link replaced."""
        links = {name for name in names if (self.folder / name).is_symlink()}
        new = sorted(links - self._links)
        self._links = links
        for name in new:
            self._known.pop(name, None)
            yield Save(path=self.folder / name, data=None, is_link=True)

    def is_outdated(self, path: Path) -> bool:
        """Return whether a file has other content by now than in the last report."""
        name = path.name
        if name not in self._known or self._mark(name) == self._marks[name]:
            return False
        data = self._read(name)
        return data is not None and data != self._known.get(name)

    def forget(self, path: Path) -> None:
        """Report a file once more at the next look, whatever its content is then."""
        self._known.pop(path.name, None)

    def _is_ours(self, name: str) -> bool:
        if self._only is not None:
            return name == self._only
        return self._is_work(name)

    def _names(self) -> list[str]:
        if self._only is not None:
            return [self._only]
        try:
            return [path.name for path in self.folder.iterdir() if self._is_ours(path.name)]
        except OSError:
            return []

    def _mark(self, name: str) -> _Mark | None:
        """Return values that change when a regular file is written; return None for other files.

        Links are not followed.
        """
        try:
            facts = (self.folder / name).lstat()
        except OSError:
            return None
        if not stat.S_ISREG(facts.st_mode):
            return None
        return facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino

    def _read(self, name: str) -> bytes | None:
        if self._mark(name) is None:
            return None
        try:
            with (self.folder / name).open("rb") as file:
                return file.read(FILE_BYTES + 1)
        except OSError:
            return None

    def _settled(self, name: str) -> bytes | None:
        """Read a file; if it is missing or not whole, read again until its content stays the same."""
        data = self._read(name)
        for _ in range(_TRIES):
            if data is not None and (data == self._known.get(name) or self._is_whole(self.folder / name, data)):
                break
            time.sleep(PAUSE)
            before, data = data, self._read(name)
            if data == before:
                break
        return data
