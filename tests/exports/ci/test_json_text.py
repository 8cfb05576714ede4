"""What ``torchgrade.exports.ci.json_text`` promises."""

from __future__ import annotations

import json

import pytest

from torchgrade.exports.ci.json_text import json_bytes, json_size


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_json_lacks_is_an_error_here_and_not_in_the_file_of_a_class(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_bytes({"tests": [{"score": number}]})


def test_words_stay_readable_and_signs_that_act_are_escapes() -> None:
    data = json_bytes({"name": "李雷 \x9b\u202e"})

    assert "李雷".encode() in data
    assert not {"\x9b", "\u202e"} & set(data.decode())
    assert json.loads(data) == {"name": "李雷 \x9b\u202e"}


def test_the_size_is_that_of_the_bytes() -> None:
    assert json_size("李") == 5
