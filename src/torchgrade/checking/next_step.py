"""The student's next step after a failed check."""

from __future__ import annotations

from torchgrade.checking.diagnosis import SEVERAL
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import CheckResult, Diagnosis, Note


def next_step(
    result: CheckResult, diagnosis: Diagnosis | None, exercise: str, catalogue: Catalogue, *, ran: bool = False
) -> Note:
    """Return the advice for the mistake, otherwise for the kind of failure, otherwise for the kind of check.

    :param exercise: its id, for the command that shows a hint.
    :param ran: whether a whole scenario ran, whose inputs a student cannot compute by hand.
    """
    ids = [f"next.{result.message_id}", f"next.kind.{result.kind}"]
    # A missing `return` needs no numbers. An exercise that does not train has a scenario sentence of its own.
    if ran and result.message_id.startswith("value.") and result.message_id != "value.none":
        ids[:0] = [f"next.{exercise}.scenario", "next.scenario"]
    if diagnosis is not None:
        own = f"{diagnosis.misconception}.next"
        ids = [own, "next.several" if diagnosis.misconception == SEVERAL else "next.named"]
    found = next(entry for entry in ids if entry in catalogue)
    place = result.values.get("place", "")
    index = result.values.get("index", "")
    return catalogue.note(found, exercise=exercise, check=result.check, place=place, index=index)
