"""The account of a submission adds up, whatever the processes did and in whichever order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import timers
from benchmarks.ledger import (
    BENCH,
    COMMAND,
    JUDGE,
    NOBODY,
    WORKER,
    ZYGOTE,
    Entry,
    Log,
    Sums,
    account,
    counts,
    grouped,
    read,
    slope,
    table,
    total,
    unaccounted,
)

ACTIVITIES = ("commit", "pages", timers.FORK, timers.WAITING)


def log(role: str, *entries: tuple[float, float, str]) -> Log:
    return Log(role, [Entry(at, cpu, 0.0, 0, 0, activity) for at, cpu, activity in entries])


@st.composite
def logs(draw: st.DrawFn) -> list[Log]:
    found = []
    for role in draw(st.lists(st.sampled_from([COMMAND, ZYGOTE, JUDGE, WORKER]), min_size=1, max_size=4)):
        steps = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(ACTIVITIES)), min_size=2))
        at = cpu = draw(st.integers(0, 50))
        cpu, entries = 0, []
        for wait, used, activity in steps:
            at, cpu = at + wait, cpu + used
            entries.append((float(at), float(cpu), activity))
        found.append(log(role, *entries))
    return found


@given(logs())
def test_the_activities_add_up_to_all_that_the_processes_used(found: list[Log]) -> None:
    whole = total(account(found))

    times = [entry.at for one in found for entry in one.entries]
    assert whole.cpu == pytest.approx(sum(one.entries[-1].cpu for one in found))
    assert whole.wall == pytest.approx(max(times) - min(times))


@given(logs())
def test_groups_add_up_to_the_same(found: list[Log]) -> None:
    sums = account(found)

    assert total(grouped(sums)).cpu == pytest.approx(total(sums).cpu)
    assert total(grouped(sums)).wall == pytest.approx(total(sums).wall)


def test_an_activity_inside_another_counts_for_itself_only() -> None:
    sums = account([log(COMMAND, (0, 0, "commit"), (2, 1, "pages"), (5, 3, "commit"), (6, 4, "commit"))])

    assert (sums[COMMAND, "commit"].cpu, sums[COMMAND, "commit"].wall) == (2, 3)
    assert (sums[COMMAND, "pages"].cpu, sums[COMMAND, "pages"].wall) == (2, 3)


def test_wall_time_belongs_to_the_process_that_works_and_to_nobody_if_all_wait() -> None:
    sums = account([
        log(COMMAND, (0, 0, timers.WAITING), (10, 0, timers.WAITING)),
        log(JUDGE, (1, 0, "packing"), (3, 0, timers.WAITING), (9, 0, "packing"), (10, 0, "packing")),
        log(WORKER, (2, 0, "seeds"), (5, 0, timers.WAITING), (10, 0, timers.WAITING)),
    ])  # fmt: skip

    assert sums[JUDGE, "packing"].wall == 1 + 1 / 2 + 1
    assert sums[WORKER, "seeds"].wall == 1 / 2 + 2
    assert sums[NOBODY].wall == 1 + 4
    assert (JUDGE, timers.WAITING) not in sums or sums[JUDGE, timers.WAITING].wall == 0


def test_only_moments_inside_the_windows_count() -> None:
    one = log(COMMAND, (0, 0, "commit"), (4, 4, "pages"), (8, 6, "pages"))

    sums = account([one], windows=[(3.0, 4.5), (7.0, 9.0)])

    assert sums[COMMAND, "commit"].wall == 1
    assert sums[COMMAND, "pages"].wall == 0.5 + 1
    assert sums[COMMAND, "commit"].cpu == 4


def test_what_the_kernel_counted_after_the_last_record_is_the_end_of_the_process() -> None:
    sums = account([log(WORKER, (1, 0.5, timers.BIRTH), (2, 1, "packing"), (9, 3, timers.END))])

    assert sums[WORKER, timers.BIRTH].cpu == 0.5 + 0.5
    assert sums[WORKER, timers.END].cpu == 2


def test_a_slope_is_one_more_submission_and_keeps_what_only_one_class_did() -> None:
    few = {(COMMAND, "commit"): Sums(cpu=3.0), (COMMAND, "listing"): Sums(cpu=1.0)}
    many = {(COMMAND, "commit"): Sums(cpu=13.0), (JUDGE, "packing"): Sums(cpu=5.0)}

    found = slope(few, many, 10)

    assert found[COMMAND, "commit"].cpu == pytest.approx(1.0)
    assert found[COMMAND, "listing"].cpu == pytest.approx(-0.1)
    assert found[JUDGE, "packing"].cpu == pytest.approx(0.5)


def test_a_table_ends_with_sum_total_and_the_difference() -> None:
    sums = {(JUDGE, "packing"): Sums(cpu=0.09, wall=0.2, times=3.0), (COMMAND, "commit"): Sums(cpu=0.00001)}
    measured = Sums(cpu=0.1, wall=0.25)

    *rows, whole, independent, rest = table(sums, measured)

    assert "| judge | packing | 90.0 | 0.0 | 200.0 | 0 | 3.0 |" in rows
    assert "| command | everything smaller | 0.0 | 0.0 | 0.0 | 0 | 0.0 |" in rows
    assert whole.startswith("| **sum** |  | 90.0 |")
    assert independent.startswith("| **total** | measured | 100.0 |")
    assert rest.startswith("|  | unaccounted | 10.0 |")
    assert unaccounted(sums, measured) == (pytest.approx(0.0999), pytest.approx(0.2))


def test_records_in_shared_memory_become_logs_of_their_processes() -> None:
    memory = bytearray(9 * timers.SLOT)
    names = timers.activities([])

    def write(slot: int, level: int, *records: tuple[int, int, str, int]) -> None:
        timers.HEADER.pack_into(memory, slot * timers.SLOT, len(records), level)
        for place, (at, cpu, activity, value) in enumerate(records):
            start = slot * timers.SLOT + timers.HEADER.size + place * timers.RECORD.size
            timers.RECORD.pack_into(memory, start, at, cpu, 0, 0, 0, names.index(activity), value)

    write(0, 0, (10**9, 5, timers.START, 0))
    write(1, 1, (10**9, 5, timers.START, 0))
    write(4, 2, (10**9, 5, timers.BIRTH, timers.BEGUN), (2 * 10**9, 9, timers.FORK, timers.BEGUN))
    write(5, 2, (10**9, 0, timers.BIRTH, timers.BEGUN), (10**9, 0, timers.FRAMES, timers.BEGUN),
          (10**9, 0, timers.BIRTH, 300))  # fmt: skip
    write(7, 2, (10**9, 0, timers.BIRTH, timers.BEGUN))
    found = read(bytes(memory))

    assert [one.role for one in found] == [COMMAND, ZYGOTE, BENCH, JUDGE, WORKER]
    assert found[0].entries[0].cpu == 5e-6
    assert counts(account(found)) == {
        "forks": 3, "forks of judges": 1, "forks of workers": 1, "frames": 1, "bytes": 300,
    }  # fmt: skip


def test_a_full_slot_is_refused_because_later_records_are_lost() -> None:
    memory = bytearray(timers.SLOT)
    timers.HEADER.pack_into(memory, 0, timers.RECORDS, 0)

    with pytest.raises(SystemExit, match="slot 0"):
        read(bytes(memory))
