"""Results with their keys and origins."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from tests.grading.test_store import result_of
from torchgrade.grading.kept_rows import KeptRow
from torchgrade.grading.store import Made, Store


def test_a_result_is_read_with_its_key_and_origin(tmp_path: Path) -> None:
    origin = {"generation": 2, "digest": "d", "at": "2026-11-02 10:15:00", "versions": {"double": "1"}}
    with Store(tmp_path / "run", writing=True) as store:
        store.keep("later", result_of("bo"))
        store.keep("key", result_of("ada"), Made(**origin))  # type: ignore[arg-type]
        ada = KeptRow(key="key", result=result_of("ada"), **origin)  # type: ignore[arg-type]
        bo = KeptRow(key="later", result=result_of("bo"), generation=1, digest="", at="", versions={})

        assert list(store.rows) == [ada, bo]
        assert (store.rows.of("ada"), store.rows.of("eve")) == (ada, None)


def test_results_without_points_are_read_alone(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        for name, points in (("bo", None), ("ada", None), ("chen", 2.0)):
            store.keep("k", structs.replace(result_of(name), points=points))

        assert [row.result.submission for row in store.rows.incomplete()] == ["ada", "bo"]
