"""Symptoms of wrong pictures: in their number, their images, their titles and in exceptions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from torchgrade.checking.diagnosis import Symptom
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade_d2l.softmax_regression.predict_ch3.drawn import SHOWN, Drawn, last_drawn, names_in, names_of

_LONGEST = 400
"""Most characters of an exception that are searched."""


def raises(pattern: str, at: str = "") -> Symptom:
    """Return the symptom of an exception and of the student's line that raised it."""

    def same(tried: Tried) -> bool:
        found = re.search(pattern, tried.raised[:_LONGEST]) and re.search(at, tried.raised_at[:_LONGEST])
        return found is not None

    return same


def last_batch(tried: Tried) -> bool:
    """Return whether the images are the first ones of the last batch."""
    made = last_drawn(tried)
    return made.numbers == [made.batch_size + k for k in range(made.n)]


def other_rows(tried: Tried) -> bool | dict[str, Value]:
    """Return n if so many images of the first batch were drawn, but not the first ones in their order."""
    made = last_drawn(tried)
    of_batch = all(0 <= number < made.batch_size for number in made.numbers)
    is_other = len({*made.numbers}) == len(made.numbers) == made.n and made.numbers != list(range(made.n))
    return {"n": made.n} if of_batch and is_other else False


def no_title(tried: Tried) -> bool:
    """Return whether no image has a title."""
    return not any(picture.title.strip() for picture in last_drawn(tried).pictures)


def one_title(tried: Tried) -> bool:
    """Return whether different images have the same title with a name."""
    made = last_drawn(tried)
    titles = [picture.title for picture in made.pictures]
    return len({*made.numbers}) > 1 and len({*titles}) == 1 and bool(names_in(titles[0]))


def every_batch(tried: Tried) -> bool:
    """Return whether each batch was drawn."""
    made = last_drawn(tried)
    numbers = made.numbers
    return any(numbers == [*range(k), *range(made.batch_size, made.batch_size + k)] for k in (made.n, made.batch_size))


def ignored_n(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of pictures if it differs from n and the images are the first ones of the first batch."""
    return _other_number(tried) if tried.inputs["further"] else False


def _other_number(tried: Tried) -> bool | dict[str, Value]:
    made = last_drawn(tried)
    k = len(made.pictures)
    if k == made.n or made.numbers != list(range(k)):
        return False
    return {"k": k, "n": made.n}


def other_default(tried: Tried) -> bool | dict[str, Value]:
    """Return the default of n, if a call without n shows it: in the number of pictures, or in an exception."""
    if tried.inputs["further"]:
        return False
    if tried.raised:
        found = re.search(r"shape '\[(\d+), (?:1, )?28, 28\]' is invalid", tried.raised[:_LONGEST])
        return {"k": int(found[1]), "n": SHOWN} if found else False
    return _other_number(tried)


def titled(second: Callable[[Drawn], Sequence[str]], *, alone: bool = False) -> Symptom:
    """Return the symptom of titles that consist of the true names and other second names.

    :param second: returns the second name of each image of the first batch.
    :param alone: whether the true names are missing.
    """

    def same(tried: Tried) -> bool:
        made = last_drawn(tried)
        others = second(made)
        pairs = [(number, picture) for number, picture in zip(made.numbers, made.pictures, strict=True)]
        if not pairs or not all(0 <= number < len(others) for number, _ in pairs):
            return False
        wanted = [{others[number]} | (set() if alone else {made.true[number]}) for number, _ in pairs]
        found = [{*names_in(picture.title)} for _, picture in pairs]
        right = [{made.true[number], made.predicted[number]} for number, _ in pairs]
        return found == wanted and found != right

    return same


def _first(made: Drawn) -> slice:
    return slice(0, made.batch_size)


def _with_names(symptom: Symptom, count: int) -> Symptom:
    """Return the symptom with so many names in each title, where 2 stands for any larger number too."""

    def same(tried: Tried) -> bool:
        titles = [picture.title for picture in last_drawn(tried).pictures]
        return all(min(len(names_in(title)), 2) == count for title in titles) and bool(symptom(tried))

    return same


_true = titled(lambda made: made.true)
_predicted = titled(lambda made: made.predicted, alone=True)
both_true, only_true = _with_names(_true, 2), _with_names(_true, 1)
both_predicted, only_predicted = _with_names(_predicted, 2), _with_names(_predicted, 1)
by_columns = titled(lambda made: names_of(made.scores[_first(made)].argmax(0)))
smallest = titled(lambda made: names_of(made.scores.argmin(1)))
score_as_class = titled(lambda made: names_of(made.scores.amax(1).int()))


def shifted(tried: Tried) -> bool:
    """Return whether the title of each image belongs to the next or to the previous image; one end may differ."""
    made = last_drawn(tried)
    pairs = [{a, b} for a, b in zip(made.true, made.predicted, strict=True)]
    found = [(number, {*names_in(p.title)}) for number, p in zip(made.numbers, made.pictures, strict=True)]
    if len(found) < 3 or all(names == pairs[number] for number, names in found):
        return False
    for step in (1, -1):
        inner = found[:-1] if step == 1 else found[1:]
        if all(0 <= number + step < len(pairs) and names == pairs[number + step] for number, names in inner):
            return True
    return False


def mixed(tried: Tried) -> bool:
    """Return whether the predictions are right, but the true names are those of another batch."""
    made = last_drawn(tried)
    others = [*made.true[made.batch_size :], *made.true[: made.batch_size]]
    wanted = [{others[number], made.predicted[number]} for number in made.numbers]
    found = [{*names_in(picture.title)} for picture in made.pictures]
    return -1 not in made.numbers and found == wanted


def class_numbers(tried: Tried) -> bool:
    """Return whether the titles contain the numbers of the classes instead of their names."""
    made = last_drawn(tried)
    classes = made.scores.argmax(1).tolist()
    found = [re.findall(r"\d+", picture.title[:_LONGEST]) for picture in made.pictures]
    wanted = [str(classes[number]) if number >= 0 else "" for number in made.numbers]
    return not any(names_in(picture.title) for picture in made.pictures) and all(
        want in numbers for want, numbers in zip(wanted, found, strict=True)
    )
