"""Mutants of slices, ranges, indices and sizes."""

from __future__ import annotations

from tests.audit.mutants.made import returned


def test_the_ends_of_a_slice_move_or_go() -> None:
    assert returned("slice", "X[a:b]") == ["X[a + 1:b]", "X[:b]", "X[a:b - 1]", "X[a:b + 1]", "X[a:]"]


def test_an_open_slice_stays() -> None:
    assert returned("slice", "X[:]") == []


def test_a_written_end_is_counted_on() -> None:
    assert returned("slice", "X[2:9]") == ["X[:9]", "X[2:]"]
    assert returned("constant", "X[2:9]") == ["X[3:9]", "X[1:9]", "X[2:10]", "X[2:8]"]


def test_a_range_ends_early_or_late_or_starts_late() -> None:
    assert returned("range", "range(n)") == ["range(n - 1)", "range(n + 1)", "range(1, n)"]


def test_a_range_with_a_step_loses_it() -> None:
    assert returned("range", "range(a, n, k)") == [
        "range(a, n - 1, k)",
        "range(a, n + 1, k)",
        "range(a + 1, n, k)",
        "range(a, n)",
    ]


def test_a_permutation_has_no_start() -> None:
    assert returned("range", "torch.randperm(k)") == ["torch.randperm(k - 1)", "torch.randperm(k + 1)"]


def test_a_range_of_unpacked_arguments_stays() -> None:
    assert returned("range", "range(*X)") == []


def test_an_index_is_dropped_or_swapped_or_everything() -> None:
    assert returned("index", "X[r, y]") == ["X", "X[y, r]", "X[r, :]", "X[:, y]"]


def test_a_shape_keeps_its_index() -> None:
    assert returned("index", "X.shape[0]") == []


def test_sizes_become_the_numbers_of_the_first_example() -> None:
    assert returned("hard_coded_size", "len(y)") == ["4", "256"]
    assert returned("hard_coded_size", "X.shape[0]") == ["4", "256"]
    assert returned("hard_coded_size", "X.shape[1]") == ["10"]
    assert returned("hard_coded_size", "X.size(-1)") == ["10"]
    assert returned("hard_coded_size", "num_classes") == ["10"]
    assert returned("hard_coded_size", "X.sum()") == []
