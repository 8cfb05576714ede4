"""Tests of the kind of a file by its first bytes."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.deliveries.contents import HEAD, content_of, is_renamed

CODE = b"import torch\n\ndef softmax(X):\n    return X\n"
BOOK = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}], "nbformat": 4}).encode()


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")
    return data.getvalue()


def tarred() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("hw.py"))
    return data.getvalue()


def kind(data: bytes, name: str) -> tuple[str, ...]:
    found = content_of(data[:HEAD], name)
    return () if found is None else (found.message_id.removeprefix("content."), *map(str, found.values.values()))


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("hw.zip", b"Rar!\x1a\x07\x00000", ("archive", "RAR")),
        ("hw.zip", b"Rar!\x1a\x07\x01\x00000", ("archive", "RAR")),
        ("hw.py", b"7z\xbc\xaf\x27\x1c\x00\x04", ("archive", "7z")),
        ("hw.zip", gzip.compress(CODE, mtime=0), ("archive", "gzip")),
        ("hw.tar.gz", gzip.compress(tarred(), mtime=0), ("archive", "gzip")),
        ("hw.ipynb", tarred(), ("archive", "tar")),
        ("hw.zip", b"BZh91AY&SY", ("archive", "bzip2")),
        ("hw.xz", b"\xfd7zXZ\x00\x00", ("archive", "xz")),
        ("hw.py", zipped("hw.py"), ("zip", "hw.zip")),
        ("hw.ipynb", zipped("[Content_Types].xml", "word/document.xml"), ("document", "Word")),
        ("hw.docx", zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), ("document", "Word")),
        ("hw.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), ("document", "Excel")),
        ("hw.py", b"%PDF-1.7 ...", ("document", "PDF")),
        ("hw.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("document", "Office")),
        ("hw.py", b"{\\rtf1\\ansi def softmax", ("document", "RTF")),
        ("hw.ipynb", b"\x89PNG\r\n\x1a\n", ("picture", "PNG")),
        ("screen.jpg", b"\xff\xd8\xff\xe0", ("picture", "JPEG")),
        ("photo.heic", b"\x00\x00\x00\x18ftypheic", ("picture", "HEIC")),
        ("hw.pyc", (3495).to_bytes(2, "little") + b"\r\n\x00\x00", ("compiled",)),
        ("hw.py", b"<!DOCTYPE html><html><body>Sign in</body></html>", ("page",)),
        ("hw.zip", b"\n\n<!doctype html>\n<title>Sign in \n to GitHub</title>", ("page_titled", "Sign in to GitHub")),
        ("hw.ipynb", b"\xef\xbb\xbf<html lang=en><head><TITLE>x</TITLE>", ("page_titled", "x")),
        ("hw.py", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', ("page",)),
        ("hw.html", b"<!-- saved from url=(0033)https://github.com/a/b -->\n<html>", ("page",)),
        ("hw.webloc", b'<?xml version="1.0"?><plist><dict><key>URL</key><string>https://x</string>', ("link",)),
        ("hw.py.url", b"[InternetShortcut]\r\nURL=https://colab.research.google.com/", ("link",)),
        ("link to my work.txt", b"https://colab.research.google.com/drive/1a2b?usp=sharing\r\n", ("link",)),
        ("hw.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", ("page",)),
        ("hw.pages", zipped("Index/Document.iwa"), ("document", "Office")),
        ("hw.rar", zipped("hw.py"), ("zip", "hw.zip")),
        ("hw.zip", BOOK, ("notebook", "hw.ipynb")),
        ("hw.lnk", b"L\x00\x00\x00\x01\x14\x02\x00", ("link",)),
        ("hw.py", b"book\x00\x00\x00\x00mark\x00\x00", ("link",)),
        ("hw.gdoc", b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', ("link",)),
        ("hw.ipynb", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n", ("lfs",)),
        ("hw.ipynb", b'{"message": "Not Found", "documentation_url": "https://docs.github.com"}', ("refused",)),
        ("hw.py", b'{"error":{"code":403,"message":"Forbidden"}}', ("refused",)),
        ("hw.zip", b"", ("empty",)),
        ("hw.txt", b" \r\n\x00", ("empty",)),
        ("hw3.ipynb.json", BOOK, ("notebook", "hw3.ipynb")),
        ("hw3.ipynb.txt", BOOK, ("notebook", "hw3.ipynb")),
        ("hw3.json", b"\xef\xbb\xbf" + BOOK, ("notebook", "hw3.ipynb")),
        ("hw3", BOOK, ("notebook", "hw3.ipynb")),
        ("pia.py.txt", CODE, ("python", "pia.py")),
        ("pia.txt", CODE, ("python", "pia.py")),
        ("pia.PY.bak", CODE, ("python", "pia.py")),
        ("pia.py~", CODE, ("python", "pia.py")),
        ("pia.ipynb", CODE, ("python", "pia.py")),
        ("pia.txt", CODE.decode().encode("utf-16"), ("python", "pia.py")),
        ("pia", CODE, ("python", "pia.py")),
    ],
)
def test_a_file_is_called_what_it_is(name: str, data: bytes, what: tuple[str, ...]) -> None:
    assert kind(data, name) == what


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("hw.py", CODE),
        ("hw.py", BOOK),
        ("hw.py", b"x = 1"),
        ("hw.py", b"page = '<html>'"),
        ("hw.ipynb", BOOK),
        ("hw.ipynb", b"{}"),
        ("hw.zip", zipped("hw.py")),
        ("README.md", b"# Homework\n```\nimport torch\n```\n"),
        ("notes.txt", b"Dear teacher,\nimportant: my laptop broke.\n"),
        ("data.csv", b"a,b\n1,2\n"),
        ("config.json", b'{"lr": 0.1}'),
        ("weights.pth", zipped("archive/data.pkl")),
        ("data.npz", zipped("X.npy")),
        ("hw.py", b"# https://colab.research.google.com/drive/1\nx = 1\n"),
        ("weights.pt", b"\x80\x02}q\x00."),
    ],
)
def test_of_a_file_that_is_what_its_name_says_nothing_is_said(name: str, data: bytes) -> None:
    assert kind(data, name) == ()


@pytest.mark.parametrize(
    ("name", "told"), [("hw.py.txt", True), ("hw.ipynb.json", True), ("hw.py", False), ("happy.txt", False)]
)
def test_a_suffix_behind_the_suffix_is_seen(name: str, told: bool) -> None:
    assert is_renamed(name) is told


@given(st.binary(max_size=200), st.sampled_from(["a.py", "a.ipynb", "a.zip", "a.txt", "a", ""]))
def test_any_bytes_can_be_looked_at(data: bytes, name: str) -> None:
    found = content_of(data, name)
    assert found is None or found.message_id.startswith("content.")


@pytest.mark.parametrize("end", [b"", b"<"])
def test_a_text_of_many_links_in_a_row_is_read_at_once(end: bytes) -> None:
    """One expression for all links would try every place where one of them could end, for hours."""
    text = b"http://aaaa" * 370 + end

    assert len(text) < HEAD
    assert kind(text, "hw.txt") == (() if end else kind(b"http://a/" + b"a" * 3000, "hw.txt"))


@pytest.mark.parametrize(("count", "expected"), [(1, ("link",)), (5, ("link",)), (6, ())])
def test_up_to_five_links_and_nothing_else_are_a_link(count: int, expected: tuple[str, ...]) -> None:
    assert kind(b"https://example.edu/a\r\n" * count, "hw.txt") == expected
