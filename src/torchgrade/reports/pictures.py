"""Images of a page: small PNGs inside it, with the names of their classes or with titles."""

from __future__ import annotations

import base64
import struct
import zlib

from torchgrade.model.attachments import Gallery, Titled
from torchgrade.model.results import Images, Picture
from torchgrade.model.showable import show, show_name
from torchgrade.reports.charts import caption
from torchgrade.reports.picture_records import ClassifiedView, GalleryView, ImagesView, TitledView
from torchgrade.reports.sentences import Sentences

SIDE = 28
_MOST = 20


def images_view(images: Images, sentences: Sentences, picture_id: str) -> ImagesView:
    """Show at most 20 images with their true and predicted classes; leave out images that are not 28 x 28."""
    return ImagesView(
        id=picture_id,
        title=caption(sentences, images.name, sentences.say("pictures.title")),
        description=sentences.note(images.chosen, limit=500) if images.chosen else "",
        items=[
            _view(picture, images.classes, sentences)
            for picture in images.items[:_MOST]
            if len(picture.pixels) == SIDE * SIDE
        ],
    )


def gallery_view(gallery: Gallery, sentences: Sentences, picture_id: str) -> GalleryView:
    """Show at most 20 images with their titles, and the expected titles; leave out images that are not 28 x 28."""
    found = [item for item in gallery.items[:_MOST] if len(item.pixels) == SIDE * SIDE]
    items = [_titled(number, item, sentences) for number, item in enumerate(found, 1)]
    wrong = sum(not item.right for item in items)
    compared = any(item.wanted for item in items)
    if not items:
        said = sentences.say("gallery.empty")
    elif compared:
        said = sentences.count("gallery.wrong", wrong, images=len(items)) if wrong else sentences.say("gallery.right")
    else:
        said = ""
    return GalleryView(
        id=picture_id,
        title=caption(sentences, gallery.name, gallery.name),
        description=said,
        compared=compared,
        items=items,
    )


def png(pixels: bytes, width: int, palette: bytes = b"", *, clear: int | None = None) -> bytes:
    """Return pixels, one byte each and row by row, as a PNG.

    :param width: pixels of a row; ``pixels`` contains whole rows.
    :param palette: red, green and blue of each colour; without a palette a pixel is a grey.
    :param clear: number of the colour that is transparent.
    """
    height = len(pixels) // width
    # Each row begins with the number of its filter; 0 means no filter.
    rows = b"".join(b"\0" + pixels[row * width : (row + 1) * width] for row in range(height))
    kind = 3 if palette else 0
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)  # 8 bits, not interlaced
    colours = [(b"PLTE", palette)] if palette else []
    if clear is not None:
        colours.append((b"tRNS", b"\xff" * clear + b"\0"))
    chunks = ((b"IHDR", header), *colours, (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _source(pixels: bytes) -> str:
    """Return an image of 28 x 28 as an address that contains it."""
    return "data:image/png;base64," + base64.b64encode(png(pixels, SIDE)).decode()


def _titled(number: int, item: Titled, sentences: Sentences) -> TitledView:
    title, wanted = (show(text, limit=100).strip() for text in (item.title, item.wanted))
    right = not wanted or title.split() == wanted.split()
    said = title or sentences.say("gallery.untitled")
    return TitledView(
        source=_source(item.pixels),
        alt=sentences.say("gallery.alt", number=number),
        title=sentences.words(said),
        wanted=sentences.words(wanted),
        right=right,
        symbol=("✓" if right else "✗") if wanted else "",
        word=sentences.say("gallery.same" if right else "gallery.other") if wanted else "",
    )


def _view(picture: Picture, classes: list[str], sentences: Sentences) -> ClassifiedView:
    right = picture.true == picture.predicted
    true = class_name(picture.true, classes, sentences)
    return ClassifiedView(
        source=_source(picture.pixels),
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
