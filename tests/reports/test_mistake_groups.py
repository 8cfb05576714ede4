"""What ``torchgrade.reports.mistake_groups`` promises."""

from __future__ import annotations

import shlex
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from torchgrade.model.outcomes import Outcome
from torchgrade.model.page_names import page_names
from torchgrade.model.people import Enrolled, Person
from torchgrade.model.results import Diagnosis, Note, SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports.mistake_groups import MistakeTally, regrade_command
from torchgrade.reports.mistake_records import Mistakes
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.tallies import LARGE_CLASS


@pytest.fixture
def grouped(sample: ModuleType, sentences: Sentences):
    def of(results: list[SubmissionResult], **rows) -> Mistakes:
        found = RunRows(exercises=sample.EXERCISES, **rows)
        tally = MistakeTally(found)
        for result in sorted(results, key=lambda one: one.submission):
            tally.add(result)
        return tally.view(sentences, page_names(r.submission for r in results))[0]

    return of


def wrong(sample: ModuleType, name: str, *checks) -> SubmissionResult:
    return sample.submission(name, [sample.graded(sample.SOFTMAX, list(checks or [sample.failed_values()]))])


def test_students_with_the_same_mistake_are_one_group_with_links(grouped, sample: ModuleType) -> None:
    found = grouped([wrong(sample, name) for name in ("b", "a", "李雷")])

    [group] = found.named
    assert (group.size, group.sentence, group.exercise) == (
        "3 students",
        "You divided by the column sums (dim=0).",
        "Softmax",
    )
    assert [(link.text, link.href) for link in group.first[:2]] == [("a", "students/a.html"), ("b", "students/b.html")]
    assert [check.link.href for check in group.checks] == ["#item-softmax.values"]
    assert group.command == "torchgrade regrade RUN --check softmax --students 'a,b,李雷'"
    assert found.unnamed == []


def test_a_student_counts_once_however_many_checks_fail(grouped, sample: ModuleType) -> None:
    further = replace(sample.failed_values(), check="softmax.large")
    [group] = grouped([wrong(sample, "a", sample.failed_values(), further), wrong(sample, "b", further)]).named

    assert group.size == "2 students"
    assert [check.link.text for check in group.checks] == ["large", "values"]


def test_a_failure_without_a_named_mistake_is_in_a_group_of_its_reason(grouped, sample: ModuleType) -> None:
    plain = replace(sample.failed_values(), diagnosis=None)
    other = replace(plain, message_id="shape.differs", message="Another shape.")
    silent = sample.check_of(sample.SOFTMAX, 3, Outcome.FAILED)
    results = [wrong(sample, "a", plain), wrong(sample, "b", plain, silent), wrong(sample, "c", other)]
    found = grouped(results)

    assert found.named == []
    assert [(group.size, group.example) for group in found.unnamed] == [("2 students", True)] + [
        ("1 student", True)
    ] * 2
    assert {group.sentence for group in found.unnamed} >= {"Another shape.", "The check failed."}
    assert any(check.hidden for group in found.unnamed for check in group.checks)


def test_every_failed_check_is_in_a_group(grouped, sample: ModuleType) -> None:
    results, _ = sample.a_class()
    found = grouped(results)
    listed = {
        (link.text, check.link.href)
        for group in (*found.named, *found.named_more, *found.unnamed, *found.unnamed_more)
        for link in group.first
        for check in group.checks
    }
    failed = {
        (result.submission, f"#item-{check.check}")
        for result in results
        for part in result.exercises
        for check in part.checks
        if check.outcome is Outcome.FAILED
    }
    assert failed == listed


def test_several_possible_mistakes_are_grouped_by_their_subjects(grouped, sample: ModuleType) -> None:
    def several(subject: str):
        note = Note(message_id=f"softmax.about.{subject}", message=subject)
        diagnosis = Diagnosis(misconception="mistake.several", message=f"They concern: {subject}.", shared=[note])
        return replace(sample.failed_values(), diagnosis=diagnosis)

    found = grouped([wrong(sample, "a", several("rows")), wrong(sample, "b", several("sums"))])

    assert [group.size for group in found.named] == ["1 student"] * 2
    assert {group.sentence[-5:] for group in found.named} == {"rows.", "sums."}


def test_the_most_frequent_sentence_stands_for_a_group(grouped, sample: ModuleType) -> None:
    def said(text: str):
        return replace(sample.failed_values(), diagnosis=Diagnosis(misconception="unknown.entry", message=text))

    [group] = grouped([wrong(sample, "a", said("2 of 3")), *(wrong(sample, n, said("1 of 3")) for n in "bc")]).named

    assert group.sentence == "1 of 3"


def test_the_largest_group_is_first(grouped, sample: ModuleType) -> None:
    rare = replace(sample.failed_values(), diagnosis=Diagnosis(misconception="a.rare", message="Rare."))
    found = grouped([wrong(sample, "a", rare), wrong(sample, "b"), wrong(sample, "c")])

    assert [group.size for group in found.named] == ["2 students", "1 student"]


def test_the_members_of_a_group_count_and_their_addresses_are_listed_once(grouped, sample: ModuleType) -> None:
    people = [("ann", "ann@u.example"), ("ben", "ben@u.example"), ("eli", "ann@u.example"), ("zoe", "")]
    enrolled = tuple(Enrolled(key=k, submission="team", person=Person(email=e)) for k, e in people)
    groups = {"team": ("ann", "ben", "eli", "zoe")}
    [group] = grouped([wrong(sample, "team"), wrong(sample, "solo")], enrolled=enrolled, groups=groups).named

    assert group.size == "5 students in 2 submissions"
    assert group.addresses == "ann@u.example, ben@u.example"
    assert group.without_address == 3


@pytest.mark.parametrize(
    "email", ["a@b.c, evil@x.y", "a@b.c\nBcc: x@y.z", "<a@b.c>", "Ann <a@b.c>", "a\u202e@b.c", "ann"]
)
def test_what_is_not_one_plain_address_is_not_listed(grouped, sample: ModuleType, email: str) -> None:
    enrolled = (Enrolled(key="a", submission="a", person=Person(email=email)),)
    [group] = grouped([wrong(sample, "a")], enrolled=enrolled).named

    assert (group.addresses, group.without_address) == ("", 1)


def test_a_large_group_has_some_links_and_a_command_with_everyone(grouped, sample: ModuleType) -> None:
    [group] = grouped([wrong(sample, f"s{n:04}") for n in range(250)]).named

    assert (len(group.first), len(group.more), group.left_out) == (30, 70, 150)
    assert group.command.count(",") == 249


def test_smaller_groups_are_folded(grouped, sample: ModuleType) -> None:
    checks = [
        replace(sample.failed_values(), diagnosis=Diagnosis(misconception=f"a.b{n}", message=f"{n}")) for n in range(15)
    ]
    found = grouped([wrong(sample, f"s{n}", check) for n, check in enumerate(checks)])

    assert (len(found.named), len(found.named_more)) == (8, 7)


NAMES = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES, max_size=5, unique=True))
def test_a_shell_reads_the_ids_as_they_are(ids: list[str]) -> None:
    command, left_out = regrade_command("softmax", ids)

    if not command:
        assert left_out == len(ids)
        return
    words = shlex.split(command)
    assert words[:6] == ["torchgrade", "regrade", "RUN", "--check", "softmax", "--students"]
    named = words[6].split(",")
    assert len(words) == 7
    assert set(named) <= set(ids)
    assert len(named) + left_out == len(ids)


@pytest.mark.parametrize(
    ("ids", "argument"),
    [
        (["a1", "b-2"], "a1,b-2"),
        (["=1+1"], "'=1+1'"),
        (["~root"], "'~root'"),
        (["-rf"], "'-rf'"),
        (["o'neil", "$(id)"], "'o'\"'\"'neil,$(id)'"),
    ],
)
def test_an_id_that_a_shell_could_act_on_is_quoted(ids: list[str], argument: str) -> None:
    assert regrade_command("softmax", ids) == (f"torchgrade regrade RUN --check softmax --students {argument}", 0)


@pytest.mark.parametrize("name", ["a,b", "a\nb", "a\u202eb", " a", "a\x1b[2J"])
def test_an_id_that_a_command_cannot_name_is_left_out_and_counted(name: str) -> None:
    assert regrade_command("softmax", [name]) == ("", 1)
    assert regrade_command("softmax", ["a", name]) == ("torchgrade regrade RUN --check softmax --students a", 1)


@pytest.fixture(scope="session")
def large(sample: ModuleType) -> list[SubmissionResult]:
    """One student more than a class that names all of them, each with a sentence of its own beside the common one."""
    common = sample.failed_values()
    return [
        wrong(
            sample,
            f"s{number:05}",
            common,
            sample.check_of(sample.SOFTMAX, 2, Outcome.FAILED, message_id="x", message=f"It is {number}."),
        )
        for number in range(LARGE_CLASS + 1)
    ]


def test_a_group_of_a_large_class_names_some_of_its_students_and_counts_the_others(grouped, large) -> None:
    person = [Person(email=f"{one.submission}@example.org") for one in large]
    enrolled = tuple(
        Enrolled(key=one.submission, submission=one.submission, person=who)
        for one, who in zip(large, person, strict=True)
    )
    [group] = grouped(large, enrolled=enrolled).named

    assert group.size == f"{LARGE_CLASS + 1} students"
    assert (len(group.first) + len(group.more), group.left_out) == (100, LARGE_CLASS + 1 - 100)
    assert (len(group.addresses.split(", ")), group.addresses_left_out) == (200, LARGE_CLASS + 1 - 200)
    assert (group.command, group.is_of_class) == ("torchgrade regrade RUN --check softmax", True)
    assert group.without_address == 0


def test_the_largest_class_that_is_not_large_names_all_students(grouped, large) -> None:
    [group] = grouped(large[1:]).named

    assert group.command.count(",") == LARGE_CLASS - 1
    assert (group.is_of_class, group.addresses_left_out, group.without_address) == (False, 0, LARGE_CLASS)


def test_the_sentences_of_a_large_class_are_counted_in_bounded_memory(sample: ModuleType, large) -> None:
    tally = MistakeTally(RunRows(exercises=sample.EXERCISES))
    for result in large:
        tally.add(result)

    assert all(len(group.sentences) == len(group.reasons) <= 50 for group in tally._groups.values())


def test_very_many_groups_of_a_large_class_are_left_out_and_counted(grouped, sample: ModuleType, large) -> None:
    strange = [
        wrong(sample, f"t{n:05}", sample.check_of(sample.SOFTMAX, 2, Outcome.FAILED, message_id=f"y{n}"))
        for n in range(150)
    ]
    found = grouped([*large, *strange])

    assert len(found.unnamed) + len(found.unnamed_more) == 100
    assert found.unnamed_left_out == 51
