"""Names and signatures are checked before anything is written."""

from __future__ import annotations

import pytest

from torchgrade.cli.author.names import check_course_name, check_exercise_name, check_topic_name, read_signature
from torchgrade.cli.author.refusing import RefusedError
from torchgrade.model.catalogue import load_catalogue
from torchgrade.plugins.resources import folder


@pytest.mark.parametrize(
    ("name", "message_id"),
    [
        ("two words", "author.name.identifier"),
        ("_own", "author.name.identifier"),
        ("9lives", "author.name.identifier"),
        ("课程", "author.name.identifier"),
        ("lambda", "author.name.keyword"),
        ("match", "author.name.keyword"),
        ("Upper", "author.name.lower"),
        ("json", "author.name.module"),
        ("torch", "author.name.module"),
    ],
)
def test_a_course_needs_a_free_name_in_lower_case(name: str, message_id: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_course_name(name)

    assert refused.value.message_id == message_id


def test_a_good_name_passes() -> None:
    check_course_name("robust_losses_of_2026")
    check_topic_name("Losses")
    check_exercise_name("huber", ["relu"])


@pytest.mark.parametrize(("name", "message_id"), [("relu", "author.name.taken"), ("right", "author.name.ours")])
def test_an_exercise_needs_a_name_that_nothing_else_has(name: str, message_id: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_exercise_name(name, ["relu"])

    assert refused.value.message_id == message_id


def test_the_arguments_of_a_signature_are_its_parameters() -> None:
    assert read_signature("f(X, y)", "f") == ("X", "y")


@pytest.mark.parametrize(
    ("signature", "message_id"),
    [
        ("f(X", "author.signature.broken"),
        ("f(X): pass\ndef g(X)", "author.signature.broken"),
        ("f", "author.signature.broken"),
        ("g(X)", "author.signature.name"),
        ("f()", "author.signature.parameters"),
        ("f(X=1)", "author.signature.parameters"),
        ("f(*X)", "author.signature.parameters"),
        ("f(X: int)", "author.signature.parameters"),
        ("f(X, *, y)", "author.signature.parameters"),
        ("f(X) -> int", "author.signature.parameters"),
        ("f(f)", "author.signature.clash"),
        ("f(torch)", "author.signature.clash"),
    ],
)
def test_any_other_signature_is_refused_with_a_sentence(signature: str, message_id: str) -> None:
    catalogue = load_catalogue([folder("torchgrade") / "catalogues"])

    with pytest.raises(RefusedError) as refused:
        read_signature(signature, "f")

    assert refused.value.message_id == message_id
    assert catalogue.render(message_id, refused.value.values)


def test_a_refused_name_is_safe_to_show() -> None:
    with pytest.raises(RefusedError) as refused:
        check_course_name("re\x1b[31mlu")

    assert refused.value.values["name"] == "re\\x1b[31mlu"
