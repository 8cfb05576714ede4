"""What ``torchgrade.exports.sakai.plan`` promises: Sakai takes every planned mark, and changes no other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exports.importers.sakai import Item, RefusedError, Site, Wizard, exported, imported
from tests.exports.made import data_of, mark, notes_of, order, reason_of, result, warnings_of
from torchgrade.errors import UsageError
from torchgrade.exports.planned import Planned
from torchgrade.exports.sakai.plan import plan
from torchgrade.model.marks import Mark
from torchgrade.model.outcomes import Outcome

NAMES = st.one_of(
    st.sampled_from(["Li, Lei", '"Q"', "=1+1", "a\nb", "a;b", "李", "\u202eabc", ""]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r\\"), max_size=8),
)
EIDS = st.from_regex(r"[a-z][a-z0-9._]{0,5}", fullmatch=True)
GRADES = st.sampled_from(["", "0", "30", "38.5", "38.0", "12.25"])


@st.composite
def sites(draw: st.DrawFn) -> tuple[Site, list[Mark], dict[str, str]]:
    """A site, the marks of a run, and the eid of each mark."""
    eids = draw(st.lists(EIDS, min_size=1, max_size=6, unique=True))
    target = Item("Softmax", draw(st.sampled_from(["40", "100", "7.5"])), {eid: draw(GRADES) for eid in eids})
    other = Item(
        draw(st.sampled_from(["Other", "a, b", "练习"])), "10", dict.fromkeys(eids, "3"), {eids[0]: "well, done"}
    )
    marks, owners = [], {}
    for eid in eids:
        if draw(st.booleans()):
            known = draw(st.sampled_from([{"login": eid.upper()}, {"number": eid}, {"email": eid}]))
            marks.append(mark(f"k{eid}", draw(st.one_of(st.none(), st.floats(0, 45))), **known))
            owners[f"k{eid}"] = eid
    marks += [mark("out", 3.0, login="nobody-at-all")] if draw(st.booleans()) else []
    return Site({eid: draw(NAMES) for eid in eids}, draw(st.permutations([target, other]))), marks, owners


@settings(max_examples=40, deadline=None)
@given(sites(), st.booleans())
def test_sakai_gives_every_student_the_planned_mark_and_changes_no_other(
    made: tuple[Site, list[Mark], dict[str, str]], comma: bool
) -> None:
    site, marks, owners = made
    planned = plan(order(marks, exported(site, comma=comma), item="Softmax"))
    kept = {owners[row.key]: Decimal(row.value) for row in planned.rows if row.left_out is None}
    wizard = Wizard()
    if planned.files and "export.sakai.no_change" in notes_of(planned):
        with pytest.raises(RefusedError, match="no changes"):
            imported(data_of(planned), site, comma=comma)
    elif planned.files:
        wizard = imported(data_of(planned), site, comma=comma)
    assert (wizard.unknown, wizard.comments) == ([], {})
    assert set(wizard.status.values()) <= {"SKIP", "UPDATE"}
    target = next(item for item in site.items if item.title == "Softmax")
    old = {eid: Decimal(grade) for eid, grade in target.grades.items() if grade}
    got = {eid: grade for (title, eid), grade in wizard.grades.items() if title == "Softmax"}
    assert old | got == old | kept
    assert all(title == "Softmax" for title, _ in wizard.grades)


@settings(max_examples=40, deadline=None)
@given(st.lists(EIDS, min_size=1, max_size=5, unique=True), st.data())
def test_without_a_template_the_accounts_of_the_roster_get_their_marks(eids: list[str], data: st.DataObject) -> None:
    marks = [mark(f"k{eid}", data.draw(st.one_of(st.none(), st.floats(0, 45))), login=eid) for eid in eids]
    site = Site({**dict.fromkeys(eids, ""), "zz-other": ""}, [Item("Softmax", "40", {"zz-other": "3"})])
    planned = plan(order(marks, item="Softmax", out_of=40.0))
    kept = {row.key[1:]: Decimal(row.value) for row in planned.rows if row.left_out is None}
    assert set(kept) == {one.person.login for one in marks if one.points is not None}
    wizard = imported(data_of(planned), site) if planned.files else Wizard()
    assert wizard.unknown == []
    assert set(wizard.status.values()) <= {"UPDATE"}
    assert {eid: grade for (_, eid), grade in wizard.grades.items()} == kept


HEAD = "Student ID,Name,Softmax [40],* Softmax"
LEI = mark("lei", login="lei")
OURS = "Passed 1 of 2 checks. Start with the check “softmax.1” of softmax."


def filled(rows: str, *marks: Mark, head: str = HEAD, **options: Any) -> tuple[Planned, str]:
    wanted = order(marks, f"{head}\n{rows}", **options)
    planned = plan(replace(wanted, results={"lei": result("lei", Outcome.PASSED, Outcome.FAILED)}))
    return planned, data_of(planned).decode().removeprefix(f"{head}\n") if planned.files else ""


def test_a_mark_and_a_comment_are_written_and_the_other_row_stays() -> None:
    planned, rows = filled('lei,"Li, Lei",,\nhan,,12,x\n', LEI)
    assert rows == f'lei,"Li, Lei",30,{OURS}\nhan,,12,x\n'
    assert planned.unknown == ("han",)


def test_a_comment_of_an_earlier_export_is_replaced() -> None:
    planned, rows = filled("lei,,,Passed all 2 checks.\n", LEI)

    assert rows == f"lei,,30,{OURS}\n"
    assert warnings_of(planned, "lei") == []


def test_a_comment_of_a_person_stays_unless_it_is_to_be_replaced() -> None:
    planned, rows = filled("lei,,,well\n", LEI)
    assert rows == "lei,,30,well\n"
    assert warnings_of(planned, "lei") == ["export.template.comment_kept"]
    assert filled("lei,,,well\n", LEI, overwrite=True)[1] == f"lei,,30,{OURS}\n"


def test_a_file_with_semicolons_gets_decimal_commas() -> None:
    _, rows = filled("lei;;\n", mark("lei", 38.5), head="Student ID;Name;Softmax [40,00]")
    assert rows == "lei;;38,5\n"


def test_a_file_without_a_change_is_told_because_sakai_refuses_it() -> None:
    planned, rows = filled("lei,,30.0\n", LEI, head="Student ID,Name,Softmax [40]")
    assert rows == "lei,,30.0\n"
    assert "export.sakai.no_change" in notes_of(planned)


def test_a_row_without_a_mark_keeps_the_mark() -> None:
    planned, rows = filled("lei,,12,\nhan,,,\n", mark("lei", None), mark("han"))
    assert rows == "lei,,12,\nhan,,30,\n"
    assert reason_of(planned, "lei") == "export.template.kept"


def test_marks_are_scaled_to_the_maximum_in_the_heading() -> None:
    assert filled("lei,,\n", LEI, head="a,b,Softmax [100]")[1] == "lei,,75\n"


@pytest.mark.parametrize(
    ("head", "item", "match"),
    [
        ("a,b", "", "no item after"),
        ("a,b,x,", "", "does not read the heading"),
        ("a,b,x [y]", "", "does not read the heading"),
        ("a,b,x [1],x", "", "Two columns"),
        ("a,b,x,y", "", "Name one with --item"),
        ("a,b,x,y", "z", "no item z"),
        ("a,b,* x", "", "no items"),
    ],
)
def test_a_template_that_sakai_refuses_or_that_is_unclear_is_refused(head: str, item: str, match: str) -> None:
    with pytest.raises(UsageError, match=match):
        filled("", LEI, head=head, item=item)


def test_a_student_in_two_rows_is_refused_because_sakai_refuses_the_file() -> None:
    with pytest.raises(UsageError, match="student lei is in two rows"):
        filled("lei,,,\nlei,,,\n", LEI)


def test_without_a_template_the_item_is_written_with_a_maximum_only_if_it_is_known() -> None:
    assert data_of(plan(order([LEI], item="Softmax"))).startswith(b"Student ID,Name,Softmax\r\n")
    assert data_of(plan(order([LEI], item="Softmax", out_of=80.0))).startswith(
        b"Student ID,Name,Softmax [80]\r\nlei,,60"
    )
    assert data_of(plan(order([LEI], item="Softmax [20]"))) == b"Student ID,Name,Softmax [20]\r\nlei,,15\r\n"


def test_without_a_template_an_account_that_is_missing_odd_or_used_twice_is_named() -> None:
    marks = [mark("a", login="ada"), mark("b", login="ADA"), mark("c", login="=1"), mark("d", number="9"), LEI]
    planned = plan(order(marks, item="Softmax"))
    assert data_of(planned) == b"Student ID,Name,Softmax\r\nlei,,30\r\n"
    reasons = [reason_of(planned, key).rpartition(".")[2] for key in "abcd"]
    assert reasons == ["claimed", "claimed", "odd_account", "no_account"]


@pytest.mark.parametrize("item", ["#x", "* x", "=x", "x [y]", "[40]", "a\\b"])
def test_an_item_that_sakai_would_not_read_is_refused(item: str) -> None:
    with pytest.raises(UsageError, match="would not read"):
        plan(order([LEI], item=item))


def test_without_a_template_an_item_is_needed() -> None:
    with pytest.raises(UsageError, match="needs --item"):
        plan(order([LEI]))
