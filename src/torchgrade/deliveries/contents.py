"""Kind of a file by its first bytes, if it differs from the kind in its name."""

from __future__ import annotations

import re

from msgspec import Struct, field

from torchgrade.model.phrases import Value
from torchgrade.model.showable import show

HEAD = 4096
"""Number of examined bytes of a file."""
_ARCHIVES = (
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"MSCF", "CAB"),
    (b"!<arch>", "ar"),
)
_PICTURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_DOCUMENTS = ((b"%PDF-", "PDF"), (b"\xd0\xcf\x11\xe0", "Office"), (b"{\\rtf", "RTF"))
_LINKS = (b"book\x00\x00\x00\x00mark", b"L\x00\x00\x00\x01\x14\x02\x00", b"[InternetShortcut]", b"[Desktop Entry]")
_OFFICE = (
    (b"word/", "Word"),
    (b"xl/", "Excel"),
    (b"ppt/", "PowerPoint"),
    (b"mimetypeapplication/vnd.oasis", "OpenDocument"),
)
_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|title|script|meta)\b", re.I | re.S
)
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,300})", re.I)
_CODE = re.compile(rb"^(?:def|class)[ \t]+\w+[^\n]*:|^(?:import|from)[ \t]+\w+", re.M)
_NOTEBOOK = re.compile(rb'"(?:nbformat|cells|cell_type|worksheets)"')
_REFUSED = re.compile(rb'"(?:error|errors|message|documentation_url|error_description|errorMessage)"[ \t\r\n]*:')
_SAVED_PAGE = (b"MIME-Version:", b"From: <Saved by", b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource")
_LINK = re.compile(rb"https?://[^\s<>\"]{4,2000}")
_MOST_LINKS = 5
_NUMBERS = (b"data.pkl", b".npy")
"""Names in archives in which torch and numpy store numbers."""
_ADDRESS = re.compile(rb'"(?:url|doc_id)"[ \t]*:[ \t]*"')
_COMPILED = range(3000, 4000)
"""First numbers of CPython's compiled files."""
_INNER = re.compile(r"(.*?\.(?:py|ipynb))(?:[._~ -].*|~|\d)", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Content(Struct, frozen=True):
    """The kind of a file, as an entry of the catalogue."""

    message_id: str
    """Id of the entry; its fields are ``name`` and the values."""
    values: dict[str, Value] = field(default_factory=dict)
    """Fields other than ``name``."""


def _starts(head: bytes, known: tuple[tuple[bytes, str], ...]) -> str:
    return next((word for mark, word in known if head.startswith(mark)), "")


def _renamed(name: str, suffix: str) -> str:
    """Return the correct name of the file: without the additions after ``.py`` or ``.ipynb``."""
    inner = _INNER.fullmatch(name)
    stem = inner[1].rpartition(".")[0] if inner else name.rpartition(".")[0] or name
    return f"{stem}{suffix}"


def _packed(head: bytes, name: str) -> Content | None:
    """Return the kind of a packed or compiled file, or None."""
    lower = name.lower()
    archive = _starts(head, _ARCHIVES) or ("tar" if head[257:262] == b"ustar" else "")
    if archive:
        return Content("content.archive", {"format": archive})
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        office = next((word for mark, word in _OFFICE if mark in head), "")
        if office or b"[Content_Types].xml" in head[:200] or lower.endswith((".pages", ".numbers", ".key")):
            return Content("content.document", {"format": office or "Office"})
        if any(mark in head for mark in _NUMBERS):
            return None
        return None if lower.endswith(".zip") else Content("content.zip", {"rename": _renamed(name, ".zip")})
    if head[2:4] == b"\r\n" and int.from_bytes(head[:2], "little") in _COMPILED:
        return Content("content.compiled")
    return None


def _picture_or_document(head: bytes) -> Content | None:
    document = _starts(head, _DOCUMENTS)
    if document:
        return Content("content.document", {"format": document})
    picture = _starts(head, _PICTURES)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        picture = "WebP"
    elif head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        picture = "HEIC"
    return Content("content.picture", {"format": picture}) if picture else None


def _pointer(text: bytes, name: str) -> Content | None:
    """Return the kind of a file that only points to another file, or None."""
    if text.startswith(b"version https://git-lfs"):
        return Content("content.lfs")
    is_list = text.startswith((b"<?xml", b"bplist00"))
    if len(text) < HEAD and _is_only_links(text):
        return Content("content.link")
    if text.startswith(_LINKS) or (is_list and (b"URL</key>" in text or name.lower().endswith(".webloc"))):
        return Content("content.link")
    return None


def _is_only_links(text: bytes) -> bool:
    """Return whether a text is nothing but a few links."""
    # Split first, because one expression for all links would try every place where a link could end.
    words = text.split(maxsplit=_MOST_LINKS)
    return 0 < len(words) <= _MOST_LINKS and all(map(_LINK.fullmatch, words))


def _page(text: bytes) -> Content | None:
    if text.startswith(_SAVED_PAGE):
        return Content("content.page")
    if not _PAGE.match(text):
        return None
    title = _TITLE.search(text)
    words = " ".join(title[1].decode("utf-8", "replace").split()) if title else ""
    return Content("content.page_titled", {"title": show(words, limit=80)}) if words else Content("content.page")


def _json(text: bytes, name: str) -> Content | None:
    """Return the kind of JSON: a notebook, a link of a drive, an error of a server."""
    if not text.startswith((b"{", b"[")):
        return None
    lower = name.lower()
    if _NOTEBOOK.search(text):
        # Accept the suffix .py, because the reader detects a notebook in such a file.
        return (
            None
            if lower.endswith((".ipynb", ".py"))
            else Content("content.notebook", {"rename": _renamed(name, ".ipynb")})
        )
    if len(text) < HEAD and _ADDRESS.search(text) and b"https://" in text:
        return Content("content.link")
    if len(text) < HEAD and _REFUSED.search(text):
        return Content("content.refused")
    return None


def content_of(head: bytes, name: str) -> Content | None:
    """Return the kind of a file if its name names another kind, or None if there is no problem.

    :param head: first bytes of the file, at most ``HEAD``; fewer only if the file is shorter.
    :param name: last component of its path.
    """
    if not head.strip(b"\0 \t\r\n") and len(head) < HEAD:
        return Content("content.empty")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    found = (
        _packed(head, name) or _picture_or_document(head) or _pointer(text, name) or _page(text) or _json(text, name)
    )
    if found is not None or name.lower().endswith((".py", ".md", ".qmd", ".rmd")):
        # Skip the test for code, because code is allowed in these files, whatever text is around it.
        return found
    is_text = b"\0" not in head or head.startswith(_MARKS)
    if is_text and not text.startswith((b"{", b"[")) and b"```" not in head and _CODE.search(head.replace(b"\0", b"")):
        return Content("content.python", {"rename": _renamed(name, ".py")})
    return None


def is_renamed(name: str) -> bool:
    """Return whether the name of a Python file or a notebook has an addition: ``hw.py.txt``."""
    return _INNER.fullmatch(name) is not None
