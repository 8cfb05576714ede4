"""Tests of decoding submitted files."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.readers.cells import UnreadableError
from torchgrade.readers.decoding import declared, decode

TEXT = "x = 1  # 线性回归的实现\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk", "gb2312"])
def test_text_in_an_encoding_of_students_editors_is_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf_16_of_either_order_is_read_by_its_mark(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(mark + TEXT.encode(encoding)) == TEXT


def test_a_coding_comment_counts_before_utf_8() -> None:
    assert decode("# coding: cp1252\nx = 'é'\n".encode("cp1252")) == "# coding: cp1252\nx = 'é'\n"


def test_a_coding_comment_in_the_second_line_counts() -> None:
    assert declared(b"#!/usr/bin/env python\n# -*- coding: big5 -*-\n") == "big5"


def test_a_coding_comment_behind_code_does_not_count() -> None:
    assert declared(b"x = 1\n# coding: big5\n") is None


@pytest.mark.parametrize("codec", ["punycode", "idna", "rot13", "zlib", "unicode_escape", "nonsense", "a" * 300])
def test_a_coding_comment_names_no_codec_that_is_slow_or_no_encoding(codec: str) -> None:
    assert declared(f"# coding: {codec}\n".encode()) is None


def test_a_wrong_coding_comment_is_passed_over() -> None:
    text = "# coding: ascii\n" + TEXT
    assert decode(text.encode()) == text


def test_text_in_no_known_encoding_is_read_all_the_same() -> None:
    assert decode(b'x = 1  # \xe9"\n').startswith("x = 1  # ")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_with_line_feeds(end: str) -> None:
    assert decode(f"a = 1{end}b = 2{end}".encode()) == "a = 1\nb = 2\n"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_a_file_of_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(UnreadableError) as raised:
        decode(data)
    assert raised.value.message_id == "read.empty"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04abc", b"%PDF-1.4", bytes(range(256)) * 4])
def test_what_is_not_text_is_binary(data: bytes) -> None:
    with pytest.raises(UnreadableError) as raised:
        decode(data)
    assert raised.value.message_id == "read.binary"


CODE = "# 一个注释：小批量随机梯度下降\ndef sgd(params, lr, batch_size):\n    return None\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_nulls(encoding: str) -> None:
    assert decode(CODE.encode(encoding)) == CODE


def test_nulls_that_a_file_is_padded_with_are_left_out() -> None:
    assert decode(CODE.encode() + b"\0" * 512) == CODE


def test_null_bytes_are_named() -> None:
    with pytest.raises(UnreadableError) as raised:
        decode(b"x = 1\n" + b"\0" * 100 + b"y = 2\n")
    assert raised.value.message_id == "read.null_bytes"


@given(st.binary() | st.builds(bytes.__add__, st.sampled_from([b"# coding: ", b"\xff\xfe"]), st.binary()))
def test_any_bytes_become_text_that_can_be_stored_or_are_unreadable(data: bytes) -> None:
    try:
        text = decode(data)
    except UnreadableError:
        return
    text.encode("utf-8")
    assert "\r" not in text
    assert "\0" not in text


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(str.strip))
def test_utf_8_is_read_as_it_is(text: str) -> None:
    if declared(text.encode()) is None:
        assert decode(text.encode()) == text
