"""What a worker noted is told in sentences of ours, within bounds, whatever it claims."""

from __future__ import annotations

import pytest

from tests.words import shown_all
from torchgrade.checking.worker_notes import _ACCOMMODATED, worker_notes
from torchgrade.model.catalogue import load_catalogue
from torchgrade.plugins.resources import folder
from torchgrade.protocol.messages import Loaded, Noted
from torchgrade.sandbox.worker.accommodations import REPLACEMENTS

CATALOGUE = load_catalogue([folder("torchgrade") / "catalogues"])


def noted(line: int, reason: str, **further: object) -> Noted:
    return Noted(file="ada.py", line=line, reason=reason, **further)  # type: ignore[arg-type]


def told(*notes: Noted, later: tuple[Noted, ...] = ()) -> list[str]:
    loaded = Loaded(number=1, defined=["f"], given=[], notes=list(notes))
    return [note.message for note in worker_notes(loaded, later, CATALOGUE)]


def test_where_nothing_was_loaded_there_is_nothing_to_tell() -> None:
    assert worker_notes(None, [], CATALOGUE) == []


def test_a_module_of_another_framework_is_left_to_the_note_on_the_file() -> None:
    missing = {"type": "ModuleNotFoundError", "builtin": "ModuleNotFoundError"}
    notes = [
        noted(1, "failed", message="No module named 'mxnet'", **missing),
        noted(2, "failed", message="No module named 'mxnet_tools'", **missing),
    ]
    loaded = Loaded(number=1, defined=["f"], given=[], notes=notes)

    (told_of,) = worker_notes(loaded, (), CATALOGUE, frameworks={"mxnet"})
    assert "mxnet_tools" in told_of.message
    assert len(told(*notes)) == 2


def test_only_given_names_that_the_code_mentions_are_told() -> None:
    """An attribute of the student's own object is no given name, but one of the book's package is."""
    loaded = Loaded(number=1, defined=["f"], given=["accuracy", "Timer", "Animator", "sgd"], notes=[])
    code = "def f(self, X):\n    self.accuracy(X)\n    d2l.sgd(X)\n    return Timer()"

    (told_of,) = worker_notes(loaded, (), CATALOGUE, text=code)
    assert shown_all(told_of.values) == {"names": "Timer, sgd"}
    assert worker_notes(loaded, (), CATALOGUE, text="def f(X):\n    return X") == []


def test_what_was_done_otherwise_is_told_once_with_its_lines() -> None:
    """Whether it was noted while the submission was loaded or while a check ran."""
    device, workers = told(noted(3, "device"), noted(5, "workers"), later=(noted(9, "device"), noted(3, "device")))

    assert device == (
        "ada.py, line 3; ada.py, line 9: your code asks for a GPU, but there is none here, so the grader used the CPU."
    )
    assert workers == (
        "ada.py, line 5: the data loader used `num_workers=0`, because your code cannot start another process here. "
        "Its batches are the same."
    )


@pytest.mark.parametrize("reason", sorted(_ACCOMMODATED))
def test_every_thing_that_a_worker_does_otherwise_has_its_sentence(reason: str) -> None:
    assert told(noted(3, reason))[0].startswith("ada.py, line 3: ")
    assert reason == "device" or reason in {replacement.reason for replacement in REPLACEMENTS}


def test_no_thing_that_a_worker_does_otherwise_is_left_out() -> None:
    assert {replacement.reason for replacement in REPLACEMENTS} <= _ACCOMMODATED


def test_a_flood_of_notes_is_a_few_sentences() -> None:
    flood = tuple(noted(line, reason) for line in range(1000) for reason in ("device", "workers", "made.up", "failed"))
    notes = told(*flood, later=flood)

    assert len(notes) == 22
    assert max(len(note) for note in notes) < 300


def test_a_method_without_its_init_is_told_with_what_to_do() -> None:
    (message,) = told(noted(4, "bare", type="TypeError", message="missing 'n'"))

    assert message == (
        "ada.py, line 4: this is a method. The grader could not create an object of its class (TypeError: missing 'n'), "
        "so it called the method without running `__init__`. Write a plain function and pass everything as parameters."
    )


def test_names_of_files_are_shown_safely() -> None:
    note = Noted(file="a\x1b\n" + "b" * 1000, line=3, reason="device")

    assert told(note)[0].startswith("a\\x1b\\x0abbb")
    assert "characters left out" in told(note)[0]


def test_a_statement_that_needed_what_is_not_there_says_so() -> None:
    note = noted(
        4, "failed", type="FileNotFoundError", builtin="FileNotFoundError",
        message="[Errno 2] No such file or directory: 'w.pt'", through=["torch.serialization"],
    )  # fmt: skip

    (sentence,) = told(note)
    assert sentence == (
        "Skipped. ada.py, line 4: your code cannot read or write files here (FileNotFoundError: [Errno 2] No such file or "
        "directory: 'w.pt'). Compute with the function's arguments, and do not open, save or load files."
    )


def test_a_statement_with_a_mistake_keeps_its_own_message() -> None:
    note = noted(4, "failed", type="NameError", builtin="NameError", message="name 'x' is not defined")

    assert told(note) == ["ada.py, line 4: skipped, because it raised NameError: name 'x' is not defined"]
