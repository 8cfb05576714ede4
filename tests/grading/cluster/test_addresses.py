"""Which addresses torchgrade connects to."""

from __future__ import annotations

import pytest

from torchgrade.errors import UsageError
from torchgrade.grading.cluster.addresses import is_safe, read_address


@pytest.mark.parametrize(
    "text", ["tls://grader.example.org:8786", "tls://10.0.0.3:8786", "tcp://127.0.0.1:8786", "tcp://[::1]:8786"]
)
def test_a_safe_address_is_taken_as_it_is(text: str) -> None:
    assert read_address(text) == text


def test_an_address_without_a_scheme_is_a_plain_connection() -> None:
    assert read_address("localhost:8786") == "tcp://localhost:8786"


@pytest.mark.parametrize(
    "text", ["tcp://10.0.0.3:8786", "10.0.0.3:8786", "tcp://0.0.0.0:8786", "tcp://no-such-host.invalid:8786"]
)
def test_a_plain_connection_to_another_machine_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(UsageError, match="would not be encrypted.*tls:// with --tls-ca-file, --tls-cert and --tls-key"):
        read_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "tls://", "tls://host", "ucx://host:1", "inproc://x", "tls://host:port", "http://localhost:80", "tls://[::1"],
)
def test_anything_else_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="is not the address of a scheduler"):
        read_address(text)


def test_the_address_of_a_worker_is_safe_by_the_same_rule() -> None:
    assert is_safe("tls://10.0.0.4:40001")
    assert not is_safe("tcp://10.0.0.4:40001")
