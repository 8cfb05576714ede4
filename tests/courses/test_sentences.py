"""``sentences.toml``: every sentence of an exercise, with its languages beside each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.courses.sentences import CheckSentence, Sentences, read_sentences
from torchgrade.errors import CourseError

TEXT = """
[checks]
rows.title.en = "Rows"
rows.title.zh = "行"
rows.en = '''
`relu(X)` must be
at least 0.'''
rows.zh = "`relu(X)` 应不小于 0。"
secret.title.en = "Secret"
secret.en = "`relu` must keep the shape."

[mistakes]
negated.en = "You negated it."
negated.zh = "符号反了。"

[messages]
count.en = "{n} are negative."

[about]
sign.en = "the sign"

[next]
count.en = "Print it."

[curve]
train_loss.en = "Loss"
"""


def sentences(place: Path, text: str = TEXT) -> Sentences:
    (place / "sentences.toml").write_text(text, "utf-8")
    found = read_sentences(place, "relu")
    assert found is not None
    return found


def test_each_table_has_its_own_ids(tmp_path: Path) -> None:
    assert list(sentences(tmp_path).entries()) == [
        "check.relu.rows", "check.relu.rows.title", "check.relu.secret", "check.relu.secret.title",
        "relu.mistake.negated", "relu.count", "relu.about.sign", "next.relu.count", "curve.train_loss",
    ]  # fmt: skip


def test_english_fills_what_chinese_lacks(tmp_path: Path) -> None:
    found = sentences(tmp_path)

    assert found.entries("zh")["relu.mistake.negated"] == "符号反了。"
    assert found.entries("zh")["relu.count"] == "{n} are negative."
    assert found.missing("en") == []
    assert "relu.count" in found.missing("zh")
    assert "relu.mistake.negated" not in found.missing("zh")


def test_a_check_has_a_title_and_a_sentence_on_one_line(tmp_path: Path) -> None:
    assert sentences(tmp_path).checks["rows"] == CheckSentence(title="Rows", sentence="`relu(X)` must be at least 0.")


def test_an_exercise_without_the_file_has_no_sentences(tmp_path: Path) -> None:
    assert read_sentences(tmp_path, "relu") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[mistakes]\nx.zh = "a"\n', r"sentences.toml, line 2: the entry mistakes.x has no English text; add x.en ="),
        ('[mistakes]\nx = "a"\n', r"line 2: mistakes.x is not a table; write x.en = .* and x.zh"),
        ("[mistakes]\nx.en = 5\n", r"line 2: mistakes.x.en is not the text of a language"),
        ('[mistakes]\nx.English = "a"\n', r"line 2: mistakes.x.English is not the text of a language"),
        ('[checks]\nrows.en = "a"\n', r"line 2: the check 'rows' has no title.en"),
        ('[checks]\nrows.title.en = "a"\n', r"line 2: the check 'rows' has no en; add rows.en ="),
        (
            '[mistakes]\nx.en = "a"\n[messages]\nmistake.x.en = "b"\n',
            r"line 4: two entries have the id 'relu.mistake.x'",
        ),
        ("[checks\n", r"sentences.toml cannot be read: .*line 1"),
        ('en = "a"\n', r"line 1: en is not a table"),
    ],
)
def test_a_damaged_entry_is_the_authors_error_with_line_and_fix(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        sentences(tmp_path, text)


def test_checks_and_entries_that_do_not_meet_are_told_with_file_and_fix(tmp_path: Path) -> None:
    found = sentences(tmp_path)
    told = [str(error) for error in found.complaints(["rows", "shape"], whole=True)]

    assert len(told) == 2
    assert "sentences.toml, line 2: the check relu.shape has no sentence; add shape.en and shape.title.en" in told[0]
    assert "sentences.toml, line 9: 'relu' has no check 'secret'; remove its sentences" in told[1]


def test_without_the_hidden_checks_an_entry_may_be_one_of_theirs(tmp_path: Path) -> None:
    assert sentences(tmp_path).complaints(["rows"], whole=False) == []
