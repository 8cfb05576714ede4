"""What ``torchgrade.exports.templates.matching`` promises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.exports.made import mark
from torchgrade.exports.templates.matching import Student, fold, ids_of, match


def student(place: int, *ids: str) -> Student:
    return Student(rows=(place,), shown=f"s{place}", ids=frozenset(("account", one) for one in ids))


def reasons(marks: list, students: list[Student]) -> dict[str, str]:
    return {key: str(reason["phrase"]).rpartition(".")[2] for key, reason in match(marks, students).reasons.items()}


def test_one_id_in_common_is_enough_and_a_name_is_never_one() -> None:
    students = [student(0, "s1", "lei"), student(1, "han")]
    found = match([mark("a", number="S1"), mark("b", name="han", login="x")], students)
    assert {key: one.rows for key, one in found.found.items()} == {"a": (0,)}
    assert found.unknown == ("s1",)


def test_the_key_counts_only_if_the_person_has_no_id() -> None:
    assert ids_of(mark("Lei")) == {("account", "lei")}
    assert ids_of(mark("Lei", login="x")) == {("account", "x")}


def test_a_number_of_another_lms_is_no_account() -> None:
    assert ids_of(mark("k", lms="12")) == {("account", "12")}
    assert ids_of(mark("k", lms="12", entries=["x"], layout="moodle")) == {("account", "k")}


def test_ids_of_several_students_and_several_marks_of_one_student_decide_nothing() -> None:
    students = [student(0, "s1"), student(1, "han"), student(2, "z")]
    marks = [mark("a", number="s1", login="han"), mark("b", login="z"), mark("c", email="Z"), mark("d", login="no")]
    assert reasons(marks, students) == {"a": "several", "b": "claimed", "c": "claimed", "d": "absent"}


def test_a_row_without_points_contradicts_none() -> None:
    found = match([mark("a", 3.0, login="z"), mark("b", None, login="z")], [student(0, "z")])
    assert list(found.found) == ["a"]


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_every_mark_has_a_student_or_a_reason_and_every_other_student_is_named(
    logins: list[str], listed: list[str]
) -> None:
    students = [student(place, one) for place, one in enumerate(listed)]
    found = match([mark(one, login=one) for one in logins], students)
    assert set(found.found) == set(logins) & set(listed)
    assert set(found.reasons) == set(logins) - set(listed)
    assert len(found.unknown) == len(set(listed) - set(logins))


def test_ids_are_equal_without_capitals_spaces_and_forms_of_unicode() -> None:
    assert fold(" Le\u0301i ") == fold("L\u00c9I")
