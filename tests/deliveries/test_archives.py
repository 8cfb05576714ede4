"""Tests of hostile and broken archives: one sentence each, never an exception, always within the limits."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.deliveries.made import CODE, zipped
from torchgrade.deliveries import archives
from torchgrade.deliveries.archives import ArchiveError, Listed, read_directory, read_member
from torchgrade.deliveries.found import FILE_BYTES, Member


def directory(data: bytes) -> list[Listed]:
    return read_directory(io.BytesIO(data))


def names(data: bytes) -> list[str]:
    return ["/".join(one.parts) for one in directory(data)]


def reasons(data: bytes) -> list[str]:
    return [one.why.removeprefix("deliveries.") for one in directory(data)]


def refusal(data: bytes) -> str:
    with pytest.raises(ArchiveError) as caught:
        directory(data)
    return caught.value.message_id.removeprefix("deliveries.")


def content(data: bytes, limit: int = FILE_BYTES) -> bytes:
    """Return the bytes of the only member."""
    return read_member(io.BytesIO(data), directory(data)[0].member, limit)


def damage(data: bytes, limit: int = FILE_BYTES) -> str:
    with pytest.raises(ArchiveError) as caught:
        content(data, limit)
    return caught.value.message_id.removeprefix("deliveries.")


def with_raw_name(name: bytes, *, extra: bytes = b"", flags: int = 0) -> bytes:
    """Return an archive whose only member has these bytes as its name."""
    local = (
        struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, 0, 0, 33, zlib.crc32(b"x"), 1, 1, len(name), 0) + name + b"x"
    )
    central = struct.pack(
        "<4s6H3L5H2L",
        b"PK\x01\x02",
        20,
        20,
        flags,
        0,
        0,
        33,
        zlib.crc32(b"x"),
        1,
        1,
        len(name),
        len(extra),
        0,
        0,
        0,
        0,
        0,
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central) + len(name) + len(extra), len(local), 0)
    return local + central + name + extra + end


def test_members_are_listed_with_their_paths_and_read() -> None:
    data = zipped({"a/": "", "a/b.py": CODE, "./c.py": "1"})

    assert names(data) == ["a", "a/b.py", "c.py"]
    assert [one.is_folder for one in directory(data)] == [True, False, False]
    assert read_member(io.BytesIO(data), directory(data)[1].member, FILE_BYTES) == CODE.encode()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_is_read_back_whole(method: int) -> None:
    assert content(zipped({"a.py": CODE * 500}, method=method)) == CODE.encode() * 500


def test_a_program_before_the_archive_does_no_harm() -> None:
    """Accept a self-extracting archive, whose offsets count from its own beginning."""
    assert content(b"#!/bin/sh\n" * 10 + zipped({"a.py": CODE})) == CODE.encode()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd.py", "a/../../b.py", "C:/x.py", "..\\..\\x.py", "C:x.py", ".."]
)
def test_a_name_that_points_out_of_the_archive_is_refused(name: str) -> None:
    assert reasons(with_raw_name(name.encode())) == ["member_outside"]


def test_backslashes_part_folders() -> None:
    """Accept the backslashes that old Windows programs write."""
    assert names(with_raw_name(b"hw\\softmax.py")) == ["hw/softmax.py"]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_a_chinese_name_without_a_mark_is_read_as_it_was_meant(encoding: str) -> None:
    assert names(with_raw_name("作业/张三_softmax.py".encode(encoding))) == ["作业/张三_softmax.py"]


def test_a_backslash_inside_a_chinese_sign_parts_nothing() -> None:
    """Keep 誠, because its second byte in GBK is that of a backslash."""
    assert b"\\" in "誠.py".encode("gbk")
    assert names(with_raw_name("誠.py".encode("gbk"))) == ["誠.py"]


def test_a_name_that_the_archive_holds_in_utf_8_beside_the_other_counts() -> None:
    raw = "äöü.py".encode("cp437")
    body = struct.pack("<BL", 1, zlib.crc32(raw)) + "äöü.py".encode()
    extra = struct.pack("<HH", 0x7075, len(body)) + body

    assert names(with_raw_name(raw, extra=extra)) == ["äöü.py"]


def test_a_name_in_utf_8_that_belongs_to_another_name_does_not_count() -> None:
    body = struct.pack("<BL", 1, 0) + b"other.py"
    extra = struct.pack("<HH", 0x7075, len(body)) + body

    assert names(with_raw_name("张三.py".encode("gbk"), extra=extra)) == ["张三.py"]


def test_a_link_an_encrypted_member_and_one_of_another_method_are_refused() -> None:
    link = zipfile.ZipInfo("link.py")
    link.external_attr = 0o120777 << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert reasons(data.getvalue()) == ["member_link"]
    assert reasons(with_raw_name(b"a.py", flags=1)) == ["member_encrypted"]
    assert reasons(zipped({"a.py": CODE}, method=zipfile.ZIP_BZIP2)) == ["member_method"]
    assert reasons(zipped({"a.py": CODE}, method=zipfile.ZIP_LZMA)) == ["member_method"]


def test_a_member_that_says_it_is_large_is_not_unpacked() -> None:
    bomb = zipped({"a.py": bytes(50 << 20)})

    assert len(bomb) < 100_000
    assert damage(bomb) == "member_large"


def test_a_bomb_that_says_it_is_small_is_unpacked_to_what_it_says_and_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = bytearray(zipped({"a.py": bytes(50 << 20)}))
    at = bomb.rindex(b"PK\x01\x02") + 24
    bomb[at : at + 4] = struct.pack("<L", 1000)
    asked = []
    inflate = archives._inflate
    monkeypatch.setattr(archives, "_inflate", lambda raw, most: asked.append(most) or inflate(raw, most))

    assert damage(bytes(bomb)) == "member_broken"
    assert asked == [1001]


def test_a_member_that_takes_more_bytes_than_it_could_is_not_read() -> None:
    """Refuse deflated data that consists of empty blocks."""
    data = bytearray(zipped({"a.py": CODE, "b.py": bytes(1)}))
    member = Member(offset=0, compressed=1 << 30, size=10, crc=0, method=8, mtime_ns=0)
    with pytest.raises(ArchiveError) as caught:
        read_member(io.BytesIO(data), member, FILE_BYTES)
    assert caught.value.message_id == "deliveries.member_large"


def test_a_wrong_checksum_is_told() -> None:
    data = bytearray(zipped({"a.py": CODE}, method=zipfile.ZIP_STORED))
    data[data.index(b"softmax")] ^= 1

    assert damage(bytes(data)) == "member_broken"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_rubbish_in_place_of_a_member_is_told(method: int) -> None:
    data = bytearray(zipped({"a.py": CODE}, method=method))
    data[: len("PK\x03\x04")] = b"\xff" * 4
    assert damage(bytes(data)) == "member_broken"
    data = bytearray(zipped({"a.py": CODE}, method=method))
    data[34:50] = b"\xff" * 16
    assert damage(bytes(data)) == "member_broken"


@pytest.mark.parametrize("cut", [0, 1, 10, 30, 60])
def test_a_truncated_archive_is_told(cut: int) -> None:
    whole = zipped({"a.py": CODE})

    assert refusal(whole[:cut]) == "archive_broken"
    assert refusal(whole[: len(whole) - 1 - cut]) == "archive_broken"


def test_members_that_lie_over_one_another_are_told() -> None:
    data = bytearray(zipped({"a.py": CODE * 100, "b.py": CODE * 100}, method=zipfile.ZIP_STORED))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<L", 10)

    assert refusal(bytes(data)) == "archive_overlap"


def test_an_archive_of_100_000_members_is_told_before_its_list_is_read() -> None:
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0)
    listing = b"".join(entry + b"%08d" % number for number in range(100_000))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFE, 0xFFFE, len(listing), 0, 0)

    assert refusal(listing + end) == "archive_directory"


def test_an_archive_of_too_many_members_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)

    assert refusal(zipped({"a": "", "b": "", "c": ""})) == "archive_directory"


def test_a_path_of_very_many_or_very_long_parts_is_refused() -> None:
    assert reasons(with_raw_name(b"d/" * 100 + b"a.py")) == ["member_deep"]
    assert reasons(with_raw_name(b"a" * 300 + b".py")) == ["member_deep"]


def test_a_date_that_there_is_not_is_the_earliest() -> None:
    data = bytearray(zipped({"a.py": CODE}))
    at = data.rindex(b"PK\x01\x02") + 12
    data[at : at + 4] = b"\0\0\0\0"

    assert directory(bytes(data))[0].member.mtime_ns == 0


def read_all(data: bytes) -> None:
    for one in directory(data):
        if not one.why and not one.is_folder:
            read_member(io.BytesIO(data), one.member, FILE_BYTES)


WHOLE = zipped({"hw/softmax.py": CODE * 20, "张三.py": CODE, "in.zip": zipped({"a.py": "1"})})


def never_anything_else(act: Callable[[], None]) -> None:
    try:
        act()
    except ArchiveError as error:
        assert error.message_id.startswith("deliveries.")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_told(data: bytes) -> None:
    never_anything_else(lambda: read_all(data))
    never_anything_else(lambda: read_all(data + WHOLE + data[:20]))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_an_archive_with_bytes_changed_anywhere_is_read_or_told(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, value in changes:
        data[at] = value
    never_anything_else(lambda: read_all(bytes(data)))


HEADERS = [at for at in range(len(WHOLE)) if WHOLE[at : at + 4] in {b"PK\x01\x02", b"PK\x05\x06", b"PK\x03\x04"}]


@settings(deadline=None)
@given(st.sampled_from(HEADERS), st.integers(4, 45), st.binary(min_size=1, max_size=8))
def test_an_archive_whose_headers_lie_is_read_or_told(header: int, offset: int, lie: bytes) -> None:
    data = bytearray(WHOLE)
    data[header + offset : header + offset + len(lie)] = lie
    never_anything_else(lambda: read_all(bytes(data)))
