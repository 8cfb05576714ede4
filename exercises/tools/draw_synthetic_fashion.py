"""Program that draws the data set `synthetic-fashion`: small grey garments of ten classes, equal on every machine.

Run ``python exercises/tools/draw_synthetic_fashion.py [FOLDER]``. The program writes four IDX files and
``digest.toml``.

The random numbers are PCG64's raw stream, which numpy promises to keep. Every pixel is computed by sums, products,
quotients, square roots and comparisons of single elements, because IEEE 754 rounds these equally everywhere. There are
no exponentials and no reductions. So every machine draws files with the shipped digest.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from torchgrade.datasets import digests, idx

SEED = 20240607
TRAIN, TEST, SIDE = 5000, 1256, 28
STEP = 8
"""Step of the grey levels, which are multiples of it; this halves the size of the files."""

Array: TypeAlias = npt.NDArray[np.float64]
Number: TypeAlias = Array | float
Point: TypeAlias = tuple[Number, Number]


class Sheet:
    """Paper for n images: coordinates in pixels, slightly moved and scaled, x from the middle and y from the top."""

    def __init__(self, bits: np.random.PCG64, n: int) -> None:
        self.bits, self.n = bits, n
        steps = np.arange(SIDE, dtype=np.float64)
        self.x = (steps[None, None, :] - 13.5 - self.around(0, 0.3)) / self.around(1, 0.03)
        self.y = (steps[None, :, None] - 14.0 - self.around(0, 0.5)) / self.around(1, 0.04) + 14.0
        self.tone = self.between(0.82, 1.0)
        self.ink = np.zeros((n, SIDE, SIDE))

    def uniform(self, *shape: int) -> Array:
        """Return numbers in [0, 1)."""
        raw = self.bits.random_raw(shape)
        return np.asarray(np.asarray(raw >> np.uint64(11), dtype=np.float64) * 2.0**-53)

    def between(self, low: float, high: float) -> Array:
        """Return one number for each image, (n, 1, 1)."""
        return low + (high - low) * self.uniform(self.n, 1, 1)

    def around(self, middle: float, spread: float) -> Array:
        """Return one bell-shaped number for each image, (n, 1, 1): the mean of three uniform numbers."""
        first, second, third = (self.uniform(self.n, 1, 1) for _ in range(3))
        return middle + spread * (2.0 * (first + second + third) - 3.0)

    def some(self, share: float) -> Array:
        """Return 1 for about this share of the images and 0 for the others, (n, 1, 1)."""
        return (self.uniform(self.n, 1, 1) < share).astype(np.float64)

    def lay(self, cover: Array, tone: Number) -> None:
        """Draw a shape of one tone over the present picture."""
        self.ink = self.ink * (1.0 - cover) + tone * cover

    def cut(self, cover: Array) -> None:
        """Remove a shape."""
        self.ink = self.ink * (1.0 - cover)

    def below(self, edge: Number) -> Array:
        """Return the cover of the area below a height (or a height for each column)."""
        return soft(self.y - edge)

    def body(self, top: Array, bottom: Array, knots: list[Point]) -> Array:
        """Return the cover of a shape that is symmetric about the middle.

        Its half width is given at shares of its height.
        """
        along = (self.y - top) / (bottom - top)
        return soft(polyline(along, knots) - np.abs(self.x)) * self.below(top) * soft(bottom - self.y)

    def limb(self, start: Point, end: Point, radius: Number) -> Array:
        """Return the cover of a straight stroke with round ends."""
        dx, dy = end[0] - start[0], end[1] - start[1]
        px, py = self.x - start[0], self.y - start[1]
        along = np.clip((px * dx + py * dy) / (dx * dx + dy * dy), 0.0, 1.0)
        ex, ey = px - along * dx, py - along * dy
        return soft(radius - np.sqrt(ex * ex + ey * ey))

    def ellipse(self, middle: Point, a: Number, b: Number) -> Array:
        """Return the cover of an ellipse."""
        u, v = (self.x - middle[0]) / a, (self.y - middle[1]) / b
        return soft((1.0 - np.sqrt(u * u + v * v)) * np.minimum(a, b))


def soft(distance: Array) -> Array:
    """Turn a distance inside an edge, in pixels, into coverage."""
    return np.clip(distance + 0.5, 0.0, 1.0)


def polyline(at: Array, knots: list[Point]) -> Array:
    """Interpolate between knots (place, height)."""
    value = knots[0][1] + np.zeros_like(at)
    for (x0, y0), (x1, y1) in pairwise(knots):
        value = value + (y1 - y0) * np.clip((at - x0) / (x1 - x0), 0.0, 1.0)
    return value


def sleeves(s: Sheet, shoulder: Array, top: Array, length: Array, spread: Array) -> None:
    """Draw two sleeves of a length (0: none), which hang outward by a share of this length."""
    radius = s.between(1.6, 2.4) * (length > 1.0)
    shade = s.tone * s.between(1.1, 1.4)
    for side in (-1.0, 1.0):
        start = (side * (shoulder - 1.2), top + 2.0)
        end = (side * (shoulder + 0.4 + spread * length), top + 2.0 + length)
        s.lay(s.limb(start, end, radius), shade)


def upper(s: Sheet, sleeve: Array, hem: Array, width: Array, waist: Array) -> Array:
    """Draw the part of a garment above the waist; return the height of its top."""
    # Make this tone darker, because bright cloth on half of the paper would make each training step too large.
    s.tone = s.tone * 0.3
    top = s.around(3.0, 0.9)
    shoulder = width + s.around(0.4, 0.6)
    sleeves(s, shoulder, top, sleeve, s.between(0.05, 0.28))
    neck = s.between(1.8, 3.2)
    knots: list[Point] = [
        (0.0, neck + 0.8), (0.1, shoulder), (0.3, width), (0.65, width * waist), (1.0, width * s.around(1.0, 0.1)),
    ]  # fmt: skip
    s.lay(s.body(top, hem, knots), s.tone)
    s.cut(s.ellipse((0.0, top - 0.6), neck, s.between(1.0, 3.2)))
    return top


def line(s: Sheet, top: Array, bottom: Array, strength: Array) -> None:
    """Draw a front opening: a thin line that is darker (or lighter) than the cloth."""
    x = s.around(0.0, 0.4)
    s.ink = s.ink * (1.0 - strength * s.limb((x, top), (x, bottom), 0.45))


def chest_print(s: Sheet, top: Array, share: float) -> None:
    """Draw a picture on the chest of some images."""
    cover = s.ellipse((s.around(0, 1), top + s.between(5, 9)), s.between(1.5, 4), s.between(1.2, 4))
    s.lay(cover * s.some(share) * (s.ink > 0.1), s.between(0.1, 1.0))


def t_shirt(s: Sheet) -> None:
    """Draw short sleeves or none, and sometimes a picture on the chest."""
    sleeve = s.between(3.0, 9.0) * (1.0 - s.some(0.12))
    top = upper(s, sleeve, s.around(24.5, 1.4), s.around(6.3, 0.9), s.around(0.94, 0.07))
    chest_print(s, top, 0.4)


def trouser(s: Sheet) -> None:
    """Draw two legs."""
    top, bottom = s.around(2.5, 0.9), s.around(25.5, 0.8)
    waist, ankle, leg = s.around(4.4, 0.6), s.around(4.6, 1.2), s.between(1.3, 2.6)
    s.lay(s.body(top, bottom, [(0.0, waist), (0.25, waist + 0.7), (1.0, ankle + 0.5)]), s.tone)
    gap = s.body(top + s.around(8.0, 1.2), bottom + 2.0, [(0.0, 0.0), (1.0, np.maximum(ankle + 0.5 - leg, 0.4))])
    s.cut(gap)


def pullover(s: Sheet) -> None:
    """Draw long sleeves and a darker band at the hem."""
    sleeve = s.between(14.0, 20.0)
    top = upper(s, sleeve, s.around(24.2, 1.3), s.around(6.6, 0.9), s.around(0.97, 0.06))
    chest_print(s, top, 0.2)
    s.ink = s.ink * (1.0 - s.between(0.0, 0.4) * s.below(s.around(23.0, 0.7)))


def dress(s: Sheet) -> None:
    """Draw a narrow waist and a wide or narrow hem."""
    top, bottom = s.around(2.0, 0.8), s.around(26.0, 0.9)
    bust, waist, hem = s.around(4.2, 0.7), s.around(3.2, 0.6), s.between(3.4, 8.0)
    sleeves(s, bust + 0.3, top, s.between(2.0, 13.0) * s.some(0.5), s.between(0.05, 0.25))
    s.lay(s.body(top, bottom, [(0.0, bust - 1.0), (0.12, bust), (0.36, waist), (1.0, hem)]), s.tone)
    s.cut(s.ellipse((0.0, top - 0.4), s.between(1.2, 2.6), s.between(1.0, 4.0)))


def coat(s: Sheet) -> None:
    """Draw long sleeves, a front opening and lapels."""
    sleeve = s.between(14.0, 20.0)
    top = upper(s, sleeve, s.around(24.6, 1.3), s.around(6.6, 0.9), s.around(0.95, 0.07))
    line(s, top + 2.0, s.around(26.0, 0.5), s.between(0.0, 0.25))
    for side in (-1.0, 1.0):
        lapel = s.limb((side * 2.6, top + 0.6), (side * 0.6, top + s.between(4, 8)), 0.6)
        s.ink = s.ink * (1.0 - s.between(0.0, 0.5) * lapel)


def sandal(s: Sheet) -> None:
    """Draw a thin sole, a heel of any height and a few straps."""
    heel = s.between(0.0, 9.0)
    toe, back, ground = s.around(-11.0, 1.2), s.around(10.5, 1.2), s.around(23.5, 1.2)
    ball = s.around(-3.0, 1.5)
    s.lay(s.limb((toe, ground), (ball, ground), s.between(0.6, 1.5)), s.tone)
    s.lay(s.limb((ball, ground), (back, ground - heel), s.between(0.6, 1.6)), s.tone)
    s.lay(s.limb((back - 1.0, ground - heel), (back - s.between(0, 2), ground), s.between(0.3, 1.6)), s.tone)
    for start, end in ((-9.0, -4.0), (-6.0, 0.0), (1.0, 6.0), (9.0, 3.0)):
        rise = ground - heel * np.maximum(start + 3.0, 0.0) / 13.0
        top = rise - s.between(2.5, 9.0)
        strap = s.limb((s.around(start, 1.5), rise), (s.around(end, 2.0), top), s.between(0.3, 0.9))
        s.lay(strap * s.some(0.75), s.tone * s.between(0.6, 1.1))


def shirt(s: Sheet) -> None:
    """Draw sleeves of any length, a faint button line and a collar, so that a shirt resembles other classes."""
    short = s.some(0.35)
    sleeve = short * s.between(4.0, 9.0) + (1.0 - short) * s.between(13.0, 20.0)
    top = upper(s, sleeve, s.around(24.8, 1.3), s.around(6.4, 0.9), s.around(0.94, 0.08))
    line(s, top + 1.0, s.around(25.0, 0.6), s.between(0.0, 0.35))
    collar = s.between(0.75, 1.2)
    for side in (-1.0, 1.0):
        s.lay(s.limb((side * 3.0, top), (side * 0.7, top + 2.6), 0.6) * s.some(0.7), s.tone * collar)


def shoe(s: Sheet, surface: list[Point], ground: Array, length: Array) -> None:
    """Draw a closed shoe with the toe on the left, given the height of its surface at places along it."""
    s.lay(s.below(polyline(s.x, surface)) * soft(ground - s.y) * soft(length - np.abs(s.x)), s.tone)
    s.lay(s.limb((0.6 - length, ground), (length - 0.6, ground), s.between(0.5, 1.2)), s.between(0.2, 1.0))


def sneaker(s: Sheet) -> None:
    """Draw a low shoe with a stripe."""
    ground, length, rise = s.around(21.0, 1.2), s.around(12.3, 0.8), s.between(5.0, 11.0)
    surface: list[Point] = [
        (-13.0, ground - s.between(0.5, 2.5)), (-6.0, ground - s.between(2.6, 4.5)),
        (s.around(1.0, 1.6), ground - rise), (7.0, ground - rise * s.between(0.7, 1.0)),
        (12.5, ground - rise * s.between(0.85, 1.15)),
    ]  # fmt: skip
    shoe(s, surface, ground, length)
    stripe = s.limb((s.around(-1, 2), ground - 1.5), (s.around(3, 2), ground - rise * 0.8), s.between(0.4, 1.2))
    s.lay(stripe * s.some(0.6) * (s.ink > 0.1), s.between(0.1, 1.0))


def bag(s: Sheet) -> None:
    """Draw a handle and a flap."""
    width, top, bottom = s.around(10.2, 1.5), s.around(11.0, 2.5), s.around(24.0, 1.4)
    handle, rise = s.between(3.0, 8.0), s.between(2.0, 9.0)
    ring = s.ellipse((0.0, top), handle, rise)
    inner = s.ellipse((0.0, top), handle - s.between(0.8, 1.4), rise - s.between(0.8, 1.4))
    s.lay(np.maximum(ring - inner, 0.0) * s.some(0.85), s.tone * s.between(0.7, 1.05))
    knots: list[Point] = [(0.0, width * s.between(0.65, 1.0)), (0.5, width), (1.0, width * s.between(0.85, 1))]
    s.lay(s.body(top, bottom, knots), s.tone)
    flap = top + (bottom - top) * s.between(0.2, 0.6)
    s.ink = s.ink * (1.0 - s.between(0, 0.6) * s.some(0.6) * s.limb((-width, flap), (width, flap), 0.6))


def ankle_boot(s: Sheet) -> None:
    """Draw a shoe with a shaft and a heel."""
    ground, length, rise = s.around(24.0, 1.2), s.around(11.8, 0.9), s.between(10.0, 20.0)
    front = s.around(-1.5, 2.0)
    surface: list[Point] = [
        (-13.0, ground - s.between(1.5, 4.0)), (front - 4.0, ground - s.between(4.0, 6.5)), (front, ground - rise),
        (12.0, ground - rise * s.between(0.95, 1.08)),
    ]  # fmt: skip
    shoe(s, surface, ground - 1.0, length)
    heel = s.limb((length - s.between(1.5, 3.0), ground - 1.0), (length - 1.5, ground + 0.6), s.between(0.6, 2.0))
    s.lay(heel, s.tone * 0.8)


CLASSES: dict[str, Callable[[Sheet], None]] = {
    "t-shirt": t_shirt, "trouser": trouser, "pullover": pullover, "dress": dress, "coat": coat,
    "sandal": sandal, "shirt": shirt, "sneaker": sneaker, "bag": bag, "ankle boot": ankle_boot,
}  # fmt: skip


def weave(s: Sheet) -> None:
    """Give the cloth its texture: stripes, checks, folds and grain."""
    for at in (s.x, s.y):
        turns = at / s.between(2.0, 6.0) + s.between(0.0, 1.0)
        wave = np.abs(turns - np.floor(turns) - 0.5) * 2.0
        s.ink = s.ink * (1.0 - s.between(0.0, 0.5) * s.some(0.15) * wave)
    s.ink = s.ink * (1.0 + s.around(0.0, 0.25) * s.x / 14.0 + s.around(0.0, 0.2) * (s.y - 14.0) / 14.0)
    coarse, fine = np.repeat(np.repeat(s.uniform(s.n, 14, 14), 2, 1), 2, 2), s.uniform(s.n, SIDE, SIDE)
    s.ink = s.ink * (1.0 + s.between(0.0, 0.25) * (coarse - 0.5) + s.between(0.0, 0.25) * (fine - 0.5))


def draw(seed: int = SEED) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Draw all images uint8 (6256, 28, 28) and their labels uint8 (6256,), the training set first."""
    bits = np.random.PCG64(seed)
    labels = np.asarray(bits.random_raw(TRAIN + TEST) % np.uint64(len(CLASSES)), dtype=np.uint8)
    images = np.zeros((TRAIN + TEST, SIDE, SIDE), dtype=np.uint8)
    for label, garment in enumerate(CLASSES.values()):
        places = np.flatnonzero(labels == label)
        sheet = Sheet(bits, len(places))
        garment(sheet)
        weave(sheet)
        images[places] = np.minimum(np.floor(np.clip(sheet.ink, 0.0, 1.0) * 255.0 / STEP + 0.5) * STEP, 255.0)
    return images, labels


def main(folder: Path) -> None:
    """Write the four files of the set and their digests into a folder."""
    images, labels = draw()
    arrays = dict(zip(idx.NAMES, (images[:TRAIN], labels[:TRAIN], images[TRAIN:], labels[TRAIN:]), strict=True))
    for name, array in arrays.items():
        idx.write(folder / f"{name}.gz", array)
    digests.write(folder, {name: digests.of_bytes(idx.encode(array)) for name, array in arrays.items()})


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent / "torchgrade_d2l" / "data" / "synthetic-fashion"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else here)
