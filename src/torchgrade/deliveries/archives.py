"""Zip archives, read member by member and never unpacked to the disk.

The library :mod:`zipfile` reads only the list of members, through a limit on its bytes. This module reads the members
themselves, because the limit on the decompressed bytes must be exact. Names are text only and never become paths.
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
from torchgrade.model.phrases import Value

DIRECTORY_BYTES = 4 << 20
"""Maximum number of bytes read from an archive's list of members; one member takes about 150."""
MOST_MEMBERS = 20_000
"""Maximum number of members of one archive."""
ARCHIVE_BYTES = 32 << 20
"""Maximum size of an archive inside an archive, because it stays in memory during reading."""
LEVELS = 3
"""Maximum nesting: an archive in an archive in an archive is read, deeper ones are not."""
PARTS = 40
"""Maximum number of components in a member's path."""
NAME_LENGTH = 255
"""Maximum length of a component, as on a disk. Code that reads names may take quadratic time."""

_HEADER = struct.Struct("<4s22xHH")
"""Signature, length of the name, and length of the extra field."""
_ENCRYPTED = 0x2041
"""Flags for an encrypted member, a strongly encrypted member and a hidden header."""
_PATCHED = 0x20
_UNICODE_PATH = 0x7075
_SLACK = 64 << 10
"""Maximum growth of data by deflating it."""
_READ = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Methods that are read. :mod:`zipfile` cannot limit the output of the others, and course systems do not use them."""
_OTHER = re.compile(r"\.(?:rar|7z|tar|gz|tgz|bz2|tbz2?|xz|txz|zst|cab|iso|lzh|arj)$", re.IGNORECASE)


class ArchiveError(Exception):
    """Error for an archive or a member that cannot be read: a catalogue entry and its fields except ``name``."""

    def __init__(self, message_id: str, **values: Value) -> None:
        super().__init__(message_id, values)
        self.message_id = message_id
        self.values = values


class Listed(Struct, frozen=True, kw_only=True):
    """One member according to the archive's list."""

    parts: tuple[str, ...]
    """Path of the member, without empty components and dots."""
    is_folder: bool
    """True for a folder."""
    member: Member
    """Position and size of the data."""
    why: str = ""
    """Id of the catalogue entry with the reason for not reading the member; empty if it is read."""


def is_archive(name: str) -> bool:
    """Return whether a name is the name of a readable archive."""
    return name[-4:].lower() == ".zip"


def is_other_archive(name: str) -> bool:
    """Return whether a name is the name of an archive of an unsupported kind."""
    return _OTHER.search(name) is not None


class _Bounded:
    """File that returns only a limited number of bytes in total."""

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
    """Open an archive on the disk, or the archive at the end of the members in ``way``.

    :raises OSError: the archive cannot be opened.
    :raises ArchiveError: a member cannot be read.
    """
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(open_regular(path))
        for member in way:
            file = stack.enter_context(io.BytesIO(read_member(file, member, ARCHIVE_BYTES)))
        yield file


class Held:
    """Cache that keeps the last archive open, because the files of a submission are mostly in one archive."""

    def __init__(self) -> None:
        self._key: tuple[Path, tuple[Member, ...]] | None = None
        self._stack = contextlib.ExitStack()
        self._file: BinaryIO = io.BytesIO()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self, path: Path, way: tuple[Member, ...]) -> BinaryIO:
        """Return an archive as :func:`opened` does; close the previous one.

        :raises OSError: the archive cannot be opened.
        :raises ArchiveError: a member cannot be read.
        """
        if self._key != (path, way):
            self._key = None
            self._stack.close()
            self._file = self._stack.enter_context(opened(path, way))
            self._key = (path, way)
        return self._file


def read_directory(file: BinaryIO) -> list[Listed]:
    """Return the members of an archive, in its own order, without decompressing them.

    :raises ArchiveError: the archive is broken, has too many members, or has overlapping members.
    """
    # Add 192 KiB, because the library searches the 64 KiB record at the end backwards and may read it twice.
    bounded = _Bounded(file, DIRECTORY_BYTES + (192 << 10))
    try:
        with zipfile.ZipFile(cast(BinaryIO, bounded)) as archive:
            infos = archive.infolist()
    except (ArchiveError, OSError):
        raise
    except Exception as error:
        # Catch every error, because the library raises many kinds of errors for broken archives.
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
        # Return 0, because programs without a known date write month 0.
        return 0


def member_name(info: zipfile.ZipInfo) -> str:
    """Return the intended name of a member.

    Old programs write names in the code page of their system without naming it. Try UTF-8 first, then the code page of
    a Chinese Windows (GBK). Otherwise use the code page of the format (437). A UTF-8 name beside the old one in the
    archive has priority.
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
    """Return the name in an Info-ZIP Unicode Path field, if the archive has such a field for this name."""
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
    """Return the bytes of a member; never decompress more than ``limit``, whatever size the member declares.

    :raises ArchiveError: the member has more than ``limit`` bytes, or is broken.
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
    """Return the first bytes of a member, at most ``most``.

    The rest is not decompressed, and the checksum is not tested.

    :raises ArchiveError: the member is broken.
    """
    raw = _packed(file, member, min(member.compressed, most + _SLACK))
    return raw[:most] if member.method == zipfile.ZIP_STORED else _inflate(raw, most)


def _packed(file: BinaryIO, member: Member, most: int) -> bytes:
    """Return the first bytes of a member in the form stored in its archive."""
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
