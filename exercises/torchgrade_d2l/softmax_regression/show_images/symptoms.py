"""Symptoms of a wrong figure: in its images, titles, grid and size, and in what the function returns."""

from __future__ import annotations

import re

from torchgrade.checking.diagnosis import Symptom
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show_name
from torchgrade_d2l.softmax_regression.figures import Picture, index_of
from torchgrade_d2l.softmax_regression.show_images.drawn import SCALE, Drawn, last_drawn
from torchgrade_d2l.softmax_regression.training_symptoms import says

COURSE = ("imgs", "num_rows", "num_cols", "titles", "scale")
INCHES = 0.01
DEFAULT_SIZE = (6.4, 4.8)
"""Size of a figure of matplotlib, in inches."""
_LONGEST = 400
"""Most characters of an exception that are searched."""


def raises(pattern: str) -> Symptom:
    """Return the symptom of an exception whose text matches."""
    return lambda tried: re.search(pattern, tried.raised[:_LONGEST]) is not None


def _shown(made: Drawn) -> list[tuple[int, int]]:
    """Return, for each axes with an image, its place and the number of its image."""
    return [(one.place, index_of(one.image, made.images)) for one in made.figure.with_image]


def _is_full(made: Drawn) -> bool:
    """Return whether every image could be seen: as many axes with an image as images."""
    return len(made.figure.with_image) == len(made.images)


def same_image(tried: Tried) -> bool:
    """Return whether every place shows the same image."""
    made = last_drawn(tried)
    numbers = {number for _, number in _shown(made)}
    return len(made.figure.with_image) > 1 and len(numbers) == 1 and -1 not in numbers


def column_order(tried: Tried) -> bool:
    """Return whether the images follow each other down the columns."""
    made = last_drawn(tried)
    shown = _shown(made)
    order = {place: (place % made.columns) * made.rows + place // made.columns for place in range(made.places)}
    grids = {one.grid for one in made.figure.with_image}
    return _is_full(made) and grids == {(made.rows, made.columns)} and all(order.get(p) == k for p, k in shown)


def turned(tried: Tried) -> bool:
    """Return whether each image is at its place with rows and columns exchanged inside the image."""
    made = last_drawn(tried)
    flipped = [image.T for image in made.images]
    places = [(one.place, index_of(one.image, flipped)) for one in made.figure.with_image]
    return _is_full(made) and all(place == number for place, number in places)


def _only(made: Drawn) -> Picture | None:
    """Return the only axes with an image, which show the last one, although there are several images."""
    found = made.figure.with_image
    last = len(made.images) - 1
    return found[0] if len(found) == 1 and last > 0 and index_of(found[0].image, made.images) == last else None


def one_place(tried: Tried) -> bool:
    """Return whether all images went into the same place, so that only the last one is seen."""
    made = last_drawn(tried)
    return made.figures == 1 and _only(made) is not None


def own_figures(tried: Tried) -> bool:
    """Return whether each image is in a figure of its own."""
    made = last_drawn(tried)
    return made.figures > 1 and len(made.figure.with_image) == 1


def too_many_places(tried: Tried) -> bool:
    """Return whether an index beyond the images was used, for a grid with more places than images."""
    rows, columns = tried.inputs["further"][:2]
    return len(tried.inputs["pixels"]) < rows * columns and tried.raised.startswith("IndexError")


def first_only(tried: Tried) -> bool:
    """Return whether only the first of several images is shown."""
    made = last_drawn(tried)
    return made.figures == 1 and len(made.images) > 1 and [number for _, number in _shown(made)] == [0]


def title_elsewhere(tried: Tried) -> bool:
    """Return whether a text goes to another place than the title of each axes, and the first image has no title."""
    made = last_drawn(tried)
    first = [one.title for one in made.figure.with_image if index_of(one.image, made.images) == 0]
    return made.titles is not None and first == [""] and _writes_elsewhere(tried)


_writes_elsewhere = says(r"\bset_[xy]label\(|\bsuptitle\(|\bplt\.(?:title|xlabel|text)\(|\.text\(")
_writes_over = says(r"\.title\s*=[^=]")


def title_replaced(tried: Tried) -> bool:
    """Return whether the text replaced the title of the axes, which then shows nothing."""
    made = last_drawn(tried)
    return made.titles is not None and {one.title for one in made.figure.with_image} == {""} and _writes_over(tried)


def same_title(tried: Tried) -> bool:
    """Return whether every image has the same title, which is one of the titles or all of them."""
    made = last_drawn(tried)
    titles = {one.title for one in made.figure.with_image}
    return made.titles is not None and len(made.figure.with_image) > 1 and len(titles) == 1 and titles != {""}


def shifted_titles(tried: Tried) -> bool:
    """Return whether each image has the title of the next or of the previous one; an image at one end may have none."""
    made = last_drawn(tried)
    above = {index_of(one.image, made.images): one.title.strip() for one in made.figure.with_image}
    k = len(made.images)
    if made.titles is None or k < 3 or sorted(above) != list(range(k)):
        return False
    return any(all(above[i] == made.titles[i + step] for i in range(k) if 0 <= i + step < k) for step in (1, -1))


def none_as_title(tried: Tried) -> bool:
    """Return whether None became the text of a title."""
    made = last_drawn(tried)
    return made.titles is None and {one.title for one in made.figure.with_image} == {"None"}


def exchanged_grid(tried: Tried) -> bool:
    """Return whether rows and columns of the grid are exchanged."""
    made = last_drawn(tried)
    grids = {one.grid for one in made.figure.with_image}
    return grids == {(made.columns, made.rows)} and made.rows != made.columns


def _has_size(made: Drawn, width: float, height: float) -> bool:
    return abs(made.figure.size[0] - width) <= INCHES and abs(made.figure.size[1] - height) <= INCHES


def exchanged_size(tried: Tried) -> bool:
    """Return whether width and height of the figure are exchanged."""
    made = last_drawn(tried)
    width, height = made.size
    return width != height and _has_size(made, height, width)


def unused_scale(tried: Tried) -> bool:
    """Return whether the size is that of another scale, whatever the scale that was passed."""
    made = last_drawn(tried)
    others = [scale for scale in (1.0, SCALE, 2.0) if scale != made.scale]
    return any(_has_size(made, made.columns * scale, made.rows * scale) for scale in others)


def default_size(tried: Tried) -> bool:
    """Return whether the figure has matplotlib's own size."""
    return _has_size(last_drawn(tried), *DEFAULT_SIZE)


def ticks_everywhere(tried: Tried) -> bool:
    """Return whether every image still has ticks."""
    shown = last_drawn(tried).figure.with_image
    return bool(shown) and not any(one.bare for one in shown)


def ticks_but_last(tried: Tried) -> bool:
    """Return whether only the axes that were made last are without ticks."""
    pictures = last_drawn(tried).figure.pictures
    return len(pictures) > 1 and pictures[-1].bare and not any(one.bare for one in pictures[:-1])


def returned(*types: str) -> Symptom:
    """Return the symptom of a returned value of one of these types that is not a flat sequence of axes."""

    def same(tried: Tried) -> bool:
        made = last_drawn(tried)
        return made.returned is None and made.type in types

    return same


def fewer_returned(tried: Tried) -> bool:
    """Return whether the axes with an image were returned, but not the empty ones."""
    made = last_drawn(tried)
    return made.returned is not None and len(made.returned) == len(made.images) < made.places


def order(tried: Tried) -> bool | dict[str, Value]:
    """Return the order of the parameters if it is another one than that of the course."""
    names = tried.written.parameters
    if names[: len(COURSE)] == COURSE or not {*COURSE[:3]} <= {*names} or names[:3] == COURSE[:3]:
        return False
    return {"order": ", ".join(map(show_name, names))}
