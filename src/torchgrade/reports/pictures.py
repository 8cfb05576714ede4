"""Classified images: small PNGs inside the page, with the names of their classes."""

from __future__ import annotations

import base64
import struct
import zlib

from torchgrade.model.results import Images, Picture
from torchgrade.model.showable import show_name
from torchgrade.reports.records import Gallery, PictureView
from torchgrade.reports.sentences import Sentences

SIDE = 28
_MOST = 20


def gallery(images: Images, sentences: Sentences) -> Gallery:
    """Show at most 20 images with their true and predicted classes; leave out images that are not 28 x 28."""
    return Gallery(
        title=sentences.message(images.name, {}, sentences.say("pictures.title"), limit=100),
        chosen=sentences.note(images.chosen, limit=500) if images.chosen else "",
        items=[
            _view(picture, images.classes, sentences)
            for picture in images.items[:_MOST]
            if len(picture.pixels) == SIDE * SIDE
        ],
    )


def png(pixels: bytes, width: int) -> bytes:
    """Return grey pixels, one byte each and row by row, as a PNG.

    :param width: pixels of a row; ``pixels`` contains whole rows.
    """
    height = len(pixels) // width
    # Each row begins with the number of its filter; 0 means no filter.
    rows = b"".join(b"\0" + pixels[row * width : (row + 1) * width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)  # 8 bits, grey, not interlaced
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _view(picture: Picture, classes: list[str], sentences: Sentences) -> PictureView:
    right = picture.true == picture.predicted
    true = class_name(picture.true, classes, sentences)
    return PictureView(
        source="data:image/png;base64," + base64.b64encode(png(picture.pixels, SIDE)).decode(),
        alt=sentences.say("pictures.alt", index=picture.index, name=true),
        index=str(picture.index),
        true=true,
        predicted=class_name(picture.predicted, classes, sentences),
        right=right,
        symbol="✓" if right else "✗",
        word=sentences.say("pictures.right" if right else "pictures.wrong"),
    )


def class_name(number: int, classes: list[str], sentences: Sentences) -> str:
    """Return the name of a class in the page's language.

    ``label.<name>`` of the catalogue translates the data set's own name. Without this entry the own name is used, and
    without a name the number.
    """
    if not 0 <= number < len(classes):
        return sentences.say("pictures.class_number", number=number)
    name = classes[number]
    return sentences.message(f"label.{name}", {}, show_name(name), limit=100)
