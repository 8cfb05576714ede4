"""Zip archives, read member by member and never unpacked to the disk.

The list of members is read by :mod:`zipfile` through a bound on its bytes; a member is read by us, since a
bound on what comes out must hold for every byte. Names are text only: none of them ever becomes a path.
"""

from __future__ import annotations

import calendar
import codecs
import contextlib
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Self, cast

from msgspec import Struct

from torchgrade.deliveries.found import Member
from torchgrade.deliveries.opening import open_regular
from torchgrade.model.results import Value

DIRECTORY_BYTES = 4 << 20
"""The most that is read of an archive's list of members; one member takes about 150."""
MOST_MEMBERS = 20_000
"""Members of one archive."""
ARCHIVE_BYTES = 32 << 20
"""The most that an archive inside an archive may have, since it is held in memory while it is read."""
LEVELS = 3
"""An archive in an archive in an archive is read; what lies deeper is not."""
PARTS = 40
"""Parts of a member's path."""
NAME_LENGTH = 255
"""Signs of a part, as on a disk: what reads names may take time that grows with the square of it."""

_HEADER = struct.Struct("<4s22xHH")
"""Signature, length of the name, length of the extra field."""
_ENCRYPTED = 0x2041
"""Flags: encrypted, strongly encrypted, its header hidden."""
_PATCHED = 0x20
_UNICODE_PATH = 0x7075
_SLACK = 64 << 10
"""By so much at most is something longer when it is deflated."""
_READ = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The other methods of :mod:`zipfile` cannot be bounded while they unpack, and no system for courses uses them."""
_OTHER = re.compile(r"\.(?:rar|7z|tar|gz|tgz|bz2|tbz2?|xz|txz|zst|cab|iso|lzh|arj)$", re.IGNORECASE)


class ArchiveError(Exception):
    """An archive or a member that cannot be read: an entry of the catalogue and its fields, all but ``name``."""

    def __init__(self, message_id: str, **values: Value) -> None:
        super().__init__(message_id, values)
        self.message_id = message_id
        self.values = values


class Listed(Struct, frozen=True, kw_only=True):
    """One member as the archive's list names it."""

    parts: tuple[str, ...]
    """Its path, without empty parts and dots."""
    is_folder: bool
    """Whether it is a folder."""
    member: Member
    """How it is read."""
    why: str = ""
    """The entry of the catalogue that says why it is not read; empty where it is."""


def is_archive(name: str) -> bool:
    """Say whether a name is that of an archive that is read."""
    return name[-4:].lower() == ".zip"


def is_other_archive(name: str) -> bool:
    """Say whether a name is that of an archive of a kind that is not read."""
    return _OTHER.search(name) is not None


class _Bounded:
    """A file that gives out no more than so many bytes altogether."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._left = most

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._left + 1 if size < 0 else min(size, self._left + 1))
        if len(data) > self._left:
            raise ArchiveError("deliveries.archive_directory", limit=MOST_MEMBERS)
        self._left -= len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


@contextlib.contextmanager
def opened(path: Path, way: Sequence[Member]) -> Iterator[BinaryIO]:
    """Open an archive on the disk, or the archive to which the members in ``way`` lead.

    :raises OSError: it cannot be opened.
    :raises ArchiveError: a member cannot be read.
    """
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(open_regular(path))
        for member in way:
            file = stack.enter_context(io.BytesIO(read_member(file, member, ARCHIVE_BYTES)))
        yield file


class Held:
    """Keeps the archive that was opened last open: the files of a submission mostly lie in one."""

    def __init__(self) -> None:
        self._key: tuple[Path, tuple[Member, ...]] | None = None
        self._stack = contextlib.ExitStack()
        self._file: BinaryIO = io.BytesIO()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self, path: Path, way: tuple[Member, ...]) -> BinaryIO:
        """Return an archive as :func:`opened` does; the one before is closed.

        :raises OSError: it cannot be opened.
        :raises ArchiveError: a member cannot be read.
        """
        if self._key != (path, way):
            self._key = None
            self._stack.close()
            self._file = self._stack.enter_context(opened(path, way))
            self._key = (path, way)
        return self._file


def read_directory(file: BinaryIO) -> list[Listed]:
    """Return the members of an archive, in its own order; nothing is decompressed.

    :raises ArchiveError: it is broken, has too many members, or members that lie over one another.
    """
    # 64 KiB for the record at the end, which is looked for backwards and may be read twice.
    bounded = _Bounded(file, DIRECTORY_BYTES + (192 << 10))
    try:
        with zipfile.ZipFile(cast(BinaryIO, bounded)) as archive:
            infos = archive.infolist()
    except (ArchiveError, OSError):
        raise
    except Exception as error:
        # Broken archives make the library raise errors of many kinds.
        raise ArchiveError("deliveries.archive_broken") from error
    if len(infos) > MOST_MEMBERS:
        raise ArchiveError("deliveries.archive_directory", limit=MOST_MEMBERS)
    end, whole = 0, file.seek(0, io.SEEK_END)
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise ArchiveError("deliveries.archive_overlap")
        end = info.header_offset + _HEADER.size + info.compress_size
    if end > whole:
        raise ArchiveError("deliveries.archive_broken")
    return [_listed(info) for info in infos]


def _listed(info: zipfile.ZipInfo) -> Listed:
    name = member_name(info).replace("\\", "/")
    parts = tuple(part for part in name.split("/") if part not in {"", "."})
    mode = info.external_attr >> 16
    is_folder = name.endswith("/") or stat.S_ISDIR(mode)
    why = ""
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name) or not parts:
        why = "deliveries.member_outside"
    elif len(parts) > PARTS or max(map(len, parts)) > NAME_LENGTH:
        why = "deliveries.member_deep"
    elif stat.S_ISLNK(mode):
        why = "deliveries.member_link"
    elif not is_folder and info.flag_bits & _ENCRYPTED:
        why = "deliveries.member_encrypted"
    elif not is_folder and (info.compress_type not in _READ or info.flag_bits & _PATCHED):
        why = "deliveries.member_method"
    member = Member(
        offset=info.header_offset,
        compressed=info.compress_size,
        size=info.file_size,
        crc=info.CRC,
        method=info.compress_type,
        mtime_ns=_mtime_ns(info.date_time),
    )
    return Listed(parts=parts, is_folder=is_folder, member=member, why=why)


def _mtime_ns(date_time: tuple[int, int, int, int, int, int]) -> int:
    try:
        return calendar.timegm((*date_time, 0, 0, 0)) * 10**9
    except ValueError:
        # There is no month 0, and programs write it where they know no date.
        return 0


def member_name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member as it was meant.

    Old programs write names in the code page of their system and do not say in which: UTF-8 is tried, then that
    of a Chinese Windows (GBK), else the name is what the format says it is (code page 437). A name that the
    archive holds in UTF-8 beside that one counts.
    """
    said = info.orig_filename
    if info.flag_bits & 0x800 or said.isascii():
        return said
    raw = said.encode("cp437")
    told = _unicode_path(info.extra, raw)
    if told is not None:
        return told
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return codecs.decode(raw, encoding)
    return said


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name in an Info-ZIP Unicode Path field, where there is one that belongs to the name."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(body) > 5 and body[0] == 1:
            (crc,) = struct.unpack_from("<L", body, 1)
            if crc == zlib.crc32(raw):
                with contextlib.suppress(UnicodeDecodeError):
                    return body[5:].decode("utf-8")
    return None


def read_member(file: BinaryIO, member: Member, limit: int) -> bytes:
    """Return the bytes of a member; never more than ``limit`` are decompressed, whatever it says of itself.

    :raises ArchiveError: it has more than ``limit`` bytes, or is broken.
    """
    if member.size > limit or member.compressed > limit + _SLACK:
        kib = max(member.size, member.compressed) >> 10
        raise ArchiveError("deliveries.member_large", kib=kib, limit_kib=limit >> 10)
    raw = _packed(file, member, member.compressed)
    data = raw if member.method == zipfile.ZIP_STORED else _inflate(raw, member.size + 1)
    if len(raw) < member.compressed or len(data) != member.size or zlib.crc32(data) != member.crc:
        raise ArchiveError("deliveries.member_broken")
    return data


def read_head(file: BinaryIO, member: Member, most: int) -> bytes:
    """Return the first bytes of a member, at most ``most``; what follows is not decompressed, nor its checksum tested.

    :raises ArchiveError: it is broken.
    """
    raw = _packed(file, member, min(member.compressed, most + _SLACK))
    return raw[:most] if member.method == zipfile.ZIP_STORED else _inflate(raw, most)


def _packed(file: BinaryIO, member: Member, most: int) -> bytes:
    """Return the first bytes of a member as its archive holds them."""
    file.seek(member.offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise ArchiveError("deliveries.member_broken")
    _, name, extra = _HEADER.unpack(header)
    file.seek(member.offset + 30 + name + extra)
    return file.read(most)


def _inflate(raw: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, most)
    except zlib.error as error:
        raise ArchiveError("deliveries.member_broken") from error
