"""Tests of the error map that a page shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from tests.checking.little_course import little_course
from torchgrade.checking.assertions import assert_close
from torchgrade.checking.data import Data
from torchgrade.checking.failures import CheckFailedError
from torchgrade.model.attachments import Matrix
from torchgrade.model.results import Attachment
from torchgrade_d2l.softmax_regression.errors import errors_shown

WANT = torch.tensor([[0.25, 0.75], [0.5, 0.5]], dtype=torch.float64)


@pytest.fixture
def attachments() -> list[Attachment]:
    return []


@pytest.fixture
def data(tmp_path: Path, attachments: list[Attachment]) -> Data:
    return Data(little_course(tmp_path, ""), "f", attachments)


def test_a_wrong_result_has_a_map_of_its_errors(data: Data, attachments: list[Attachment]) -> None:
    got = torch.tensor([[0.5, 0.75], [0.25, torch.nan]])
    with pytest.raises(CheckFailedError), errors_shown(data, "matrix.errors", got, WANT):
        assert_close(got, WANT)
    (found,) = attachments

    assert isinstance(found, Matrix)
    assert found.signed
    assert found.cells == [[0.25, 0.0], [-0.25, "nan"]]


@pytest.mark.parametrize("got", [None, [0.5], WANT.reshape(-1) + 1, WANT[:1], WANT.to(torch.complex64) + 1])
def test_a_result_of_another_form_has_none(data: Data, attachments: list[Attachment], got: Any) -> None:
    with pytest.raises(CheckFailedError), errors_shown(data, "matrix.errors", got, WANT):
        assert_close(got, WANT)

    assert attachments == []


def test_a_right_result_has_none(data: Data, attachments: list[Attachment]) -> None:
    with errors_shown(data, "matrix.errors", WANT.float() + 1e-7, WANT):
        assert_close(WANT.float() + 1e-7, WANT)

    assert attachments == []
