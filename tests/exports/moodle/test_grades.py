"""What ``torchgrade.exports.moodle.grades`` promises, with an importer that reads the file as Moodle would."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.importers.moodle_csv import Site
from tests.exports.importers.php_csv import RefusedError, read
from tests.exports.moodle_class import (
    MAXIMUM,
    MAYBE_POINTS,
    NAMES,
    POINTS,
    keys,
    mark,
    notes,
    only_file,
    order,
    reasons,
    warnings,
)
from torchgrade.errors import UsageError
from torchgrade.exports.moodle.grades import plan
from torchgrade.model.people import Person

IDENTITIES = st.one_of(
    st.sampled_from(
        ["", "lilei", "LiLei", "007", "7", "=cmd", "-x", "a\\", 'a"b', "a,b", "李雷", "o'brien@x.edu", "a\tb"]
    ),
    NAMES,
    st.integers(0, 999).map("{:03}".format),
    st.integers(0, 999).map("u{}@x.edu".format),
)
PEOPLE = st.builds(Person, login=IDENTITIES, number=IDENTITIES, email=IDENTITIES, name=NAMES)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_every_planned_mark_arrives_and_nothing_else_changes(data: st.DataObject) -> None:
    people = data.draw(st.lists(PEOPLE, min_size=1, max_size=5))
    points = [data.draw(MAYBE_POINTS) for _ in people]
    out_of = data.draw(st.sampled_from([None, 100.0, 150.0]))
    marks = [mark(key, one, person=person) for key, one, person in zip(keys(5), points, people, strict=False)]
    users = [{"username": one.login, "idnumber": one.number, "email": one.email} for one in people]
    site = Site(users=users, maximum=out_of or MAXIMUM, is_new=data.draw(st.booleans()))
    site.decimal = data.draw(st.sampled_from([".", ","]))
    site.marks = {number: data.draw(st.none() | POINTS) for number in range(len(people))}
    site.feedback = dict.fromkeys(range(len(people)), "before")
    before = dict(site.marks)

    planned = plan(order(marks, out_of=out_of, item=data.draw(st.sampled_from(["", "Softmax, 1"]))))

    if not planned.files:
        assert all(row.left_out for row in planned.rows)
        return
    written = only_file(planned)
    refused = not site.is_new and any("above_100" in one for one in warnings(planned).values())
    if refused:
        with pytest.raises(RefusedError):
            site.upload(written, read(written)[0][0])
        return
    site.upload(written, read(written)[0][0])
    for number, row in enumerate(planned.rows):
        assert site.marks[number] == (before[number] if row.left_out else float(row.value))
        assert site.feedback[number].startswith("before" if row.left_out else "Passed 4 of 5 checks.")
        assert "<b>" not in site.feedback[number]


def person(login: str = "", number: str = "", email: str = "") -> Person:
    return Person(login=login, number=number, email=email)


def test_the_file_has_an_identity_the_mark_and_a_comment() -> None:
    planned = plan(order([mark("a", 38.0, person=person("lilei"))], item="Softmax"))

    assert only_file(planned).decode() == (
        "username,Softmax,Softmax feedback\r\n"
        "lilei,38.00,Passed 4 of 5 checks. Start with the check “Rows &lt;b&gt; &amp; columns” of softmax.\r\n"
    )


def test_the_identity_is_the_one_that_most_students_have_unless_the_user_names_one() -> None:
    marks = [
        mark("a", 1.0, person=person("li", email="li@x.edu")),
        mark("b", 1.0, person=person("", email="ada@x.edu")),
    ]

    assert only_file(plan(order(marks))).startswith(b"email,")
    planned = plan(order(marks, column="username"))
    assert reasons(planned) == {"b": "no_identity"}
    with pytest.raises(UsageError, match="not by 'Name'"):
        plan(order(marks, column="Name"))


def test_a_double_identity_is_left_out_also_in_another_spelling() -> None:
    marks = [
        mark("a", 1.0, person=person("Li")),
        mark("b", 2.0, person=person("li")),
        mark("c", 3.0, person=person("x")),
    ]

    assert reasons(plan(order(marks))) == {"a": "twice", "b": "twice"}


@pytest.mark.parametrize("login", ["=cmd", "+1", "-x", "@x", "a\\", 'a"', "a\n", " a", "＝a"])
def test_an_identity_that_moodle_or_a_spreadsheet_would_read_otherwise_is_left_out(login: str) -> None:
    assert reasons(plan(order([mark("a", 1.0, person=person(login))], column="username"))) == {"a": "odd_identity"}


def test_rows_without_a_mark_are_left_out_because_an_empty_cell_deletes() -> None:
    planned = plan(order([mark("a", None, person=person("li")), mark("b", 0.0, person=person("ada"))]))

    assert reasons(planned) == {"a": "no_mark"}
    assert planned.rows[1].value == "0.00"


def test_marks_outside_the_range_are_left_out_and_those_above_100_named() -> None:
    marks = [
        mark("a", 41.0, person=person("a")),
        mark("b", -1.0, person=person("b")),
        mark("c", 40.0, person=person("c")),
    ]

    assert reasons(plan(order(marks))) == {"a": "over", "b": "negative"}
    assert warnings(plan(order(marks, out_of=120.0))) == {"c": {"above_100"}}


def test_the_notes_tell_never_to_choose_a_new_item_and_the_scale() -> None:
    marks = [mark("a", 1.0, person=person("a"))]

    assert {"item", "steps", "map", "one_bad_row", "overridden"} <= notes(plan(order(marks)))
    assert "scaled" in notes(plan(order(marks, out_of=100.0)))
    assert "rounded" in notes(plan(order([mark("a", 1.5, person=person("a"))], whole=True)))


@pytest.mark.parametrize("item", ["=x", "-x", "a\\b", 'a"b', "a\nb", "＝x"])
def test_an_item_that_a_spreadsheet_would_run_is_refused(item: str) -> None:
    with pytest.raises(UsageError, match="cannot be a heading"):
        plan(order([mark("a", 1.0, person=person("a"))], item=item))


def test_nothing_is_written_if_no_row_is_left() -> None:
    assert plan(order([mark("a", None, person=person("a"))])).files == ()


def test_the_importer_has_the_traps_of_the_rules() -> None:
    """The rules of importers.md, so that a file without the exporter's care fails here."""
    users = [{"username": "li"}, {"username": "ada"}]
    new, old = Site(users=users, maximum=40), Site(users=users, maximum=40, is_new=False)
    blank = b"username,m,f\nli,1,x\n,2,y\n"
    with pytest.raises(RefusedError, match="usermappingerror"):
        new.upload(blank, "username")
    old.upload(blank, "username")
    assert (new.marks, old.marks) == ({}, {0: 2.0})
    for data, reason in {
        b"username,m,f\nli,12x,x\n": "badgrade",
        b"username,m,f\nli,41,x\n": "gradevaluetoobig",
        b"username,m,f\nli,1\n": "csvweirdcolumns",
        b'username,m,f\n"li\\",1,x\nada,2,y\n': "csvweirdcolumns",
        b"": "csvemptyfile",
    }.items():
        with pytest.raises(RefusedError, match=reason):
            new.upload(data, "username")
    new.upload(b"username,m,f\nli,-,x\n", "username")
    assert new.marks == {0: None}
