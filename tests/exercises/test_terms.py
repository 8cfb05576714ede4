"""The words that a reader sees: the chapter's terms in Chinese, plain words in English, and short sentences.

The texts are the tool's catalogues, and the sentences, statements and hints of each exercise. Code, formulas and fields
of a message are not prose.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = sorted((ROOT / "src" / "torchgrade" / "catalogues").glob("*.toml"))
COURSE = ROOT / "exercises" / "torchgrade_d2l"
SENTENCES = sorted(COURSE.rglob("sentences.toml"))
DOCUMENTS = sorted([*COURSE.rglob("statement.*.md"), *COURSE.rglob("hints.*.md")])
DIAGNOSES = ("mistakes", "mistake", "shared")
"""Tables of diagnoses: of an exercise, of the tool, and shared by the exercises."""

CHINESE_TERMS = {
    "截距": "偏置",
    "下标": "索引",
    "归一化": "规范化",
    "logits": "logit or 未规范化的预测（logit）",
    "批次": "小批量",
    "准确率": "精度",
    "自动求导": "自动微分",
    "小批量梯度下降": "小批量随机梯度下降",
    "本书": "《动手学深度学习》 or 本章",
    "走遍": "遍历",
    "走一遍": "遍历",
    "交出": "产生 or 返回",
    "装着": "包含",
    "互为复制": "完全相同",
    "少数了": "少计了",
    "多数了": "多计了",
    "对错": "two plain words",
    "本地代码": "原生代码",
    "应当": "应",
    "应该": "应",
    "参考解答": "参考实现",
    "参考答案": "参考实现",
}
"""Word that the glossary replaces, and the word to use."""
ABOUT_A_CHART = frozenset({"page.cloud.line", "page.cloud.intercept"})
"""Entries about the line of a chart, whose intercept is no bias of a model."""
MULTIPLES = re.compile(r"[大小]了? ?(?:\S+ ?)?倍")
HALF_WIDTH = re.compile(r"[\u3400-\u9fff](?:[,;:!?()]|\.(?![A-Za-z0-9]))|[,;:!?()][\u3400-\u9fff]")
UNSPACED = re.compile(r"[\u3400-\u9fff][A-Za-z0-9`]|[A-Za-z0-9`][\u3400-\u9fff]")
WORDS_WITHOUT_A_SPACE = ("T恤",)

ENGLISH_WORDS = re.compile(
    r"\b(?:came|come|comes|anew|coming|rightly|nobody|whoever|stands?|stood|lies on|lie on|holds?|mends?|mended|"
    r"greatest|handed in|goes on|went on|rests? on|(?:above|below) the line)\b",
    re.IGNORECASE,
)
LONGEST = 20
"""Most words of an English sentence."""
LISTS_OF_WORDS = "page.pseudonym."
"""Start of the entries that are lists of words and no sentences."""
MOST_SENTENCES = 3
"""Most sentences of a diagnosis."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text that a reader sees."""

    name: str
    language: str
    text: str
    is_diagnosis: bool = False


def entries_of(table: dict[str, object], prefix: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from entries_of(value, (*prefix, key))
        else:
            yield (*prefix, key), str(value)


def texts_of(file: Path) -> Iterator[Text]:
    text = file.read_text("utf-8")
    language = file.suffixes[0].removeprefix(".")
    if file.suffix == ".md":
        yield Text(f"{file.parent.name}/{file.name}", language, text)
        return
    for name, sentence in entries_of(tomllib.loads(text)):
        is_diagnosis = name[0] in DIAGNOSES
        if file in SENTENCES:
            yield Text(f"{file.parent.name}: {'.'.join(name[:-1])}", name[-1], sentence, is_diagnosis)
        else:
            yield Text(".".join(name), language, sentence, is_diagnosis)


TEXTS = [text for file in [*TOOL, *SENTENCES, *DOCUMENTS] for text in texts_of(file)]


def prose(text: str) -> str:
    """Return a text with marks in place of its code, formulas and fields."""
    text = re.sub(r"```.*?```|\$\$.*?\$\$", "\n\n", text, flags=re.DOTALL)
    text = re.sub(r"^(?: {4}|#|\|).*$", "\n", text, flags=re.MULTILINE)
    text = re.sub(r"`[^`]*`|\$[^$]*\$", "`", text)
    return re.sub(r"\{\w[^{}]*\}", "\N{WHITE SQUARE}", text)


def sentences_of(text: str) -> list[str]:
    """Return the English sentences of a text, each as its words."""
    blocks = re.split(r"\n\s*\n|\n(?=\d\. |- )", prose(text))
    return [
        sentence
        for block in blocks
        for sentence in re.split(r"(?<=[.?!])[\"”)]*\s+", block)
        if re.search(r"\w", sentence)
    ]


def words_of(sentence: str) -> list[str]:
    return [
        word
        for word in sentence.split()
        if re.search(r"[\w`\N{WHITE SQUARE}]", word) and not re.fullmatch(r"\d\.", word)
    ]


def texts_in(language: str) -> list[Text]:
    return [text for text in TEXTS if text.language == language]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_language_has_texts_of_the_tool_and_of_the_course(language: str) -> None:
    assert len(texts_in(language)) > 1500


@pytest.mark.parametrize("term", CHINESE_TERMS)
def test_a_chinese_text_uses_the_chapters_term(term: str) -> None:
    found = [text.name for text in texts_in("zh") if term in prose(text.text) and text.name not in ABOUT_A_CHART]

    assert found == [], f"write {CHINESE_TERMS[term]}"


def test_a_chinese_multiple_is_a_number_of_times_the_expected_one() -> None:
    assert [text.name for text in texts_in("zh") if MULTIPLES.search(prose(text.text))] == []


def test_punctuation_after_a_chinese_character_is_full_width() -> None:
    assert [text.name for text in texts_in("zh") if HALF_WIDTH.search(prose(text.text))] == []


def test_a_space_separates_chinese_characters_from_letters_digits_and_code() -> None:
    def is_unspaced(text: str) -> bool:
        for word in WORDS_WITHOUT_A_SPACE:
            text = text.replace(word, "")
        return UNSPACED.search(prose(text)) is not None

    assert [text.name for text in texts_in("zh") if is_unspaced(text.text)] == []


def test_an_english_text_uses_plain_words() -> None:
    found = [(text.name, match[0]) for text in texts_in("en") if (match := ENGLISH_WORDS.search(prose(text.text)))]

    assert found == []


def test_an_english_sentence_has_at_most_twenty_words() -> None:
    long = [
        (text.name, sentence)
        for text in texts_in("en")
        for sentence in sentences_of(text.text)
        if len(words_of(sentence)) > LONGEST and not text.name.startswith(LISTS_OF_WORDS)
    ]

    assert long == []


def test_the_sentence_of_a_check_says_what_must_be_so() -> None:
    """It is read under a cross as well as under a tick, so it neither praises nor counts on other checks."""
    checks = [t for t in TEXTS if ": checks." in t.name and not t.name.endswith(".title")]
    praise = re.compile(r"\bright(?:ly)?\b|\bas well\b")

    assert [t.name for t in checks if t.language == "en" and ("must" not in t.text or praise.search(t.text))] == []
    assert [t.name for t in checks if t.language == "zh" and "应" not in t.text] == []


def test_a_diagnosis_has_at_most_three_sentences() -> None:
    english = [t.name for t in texts_in("en") if t.is_diagnosis and len(sentences_of(t.text)) > MOST_SENTENCES]
    chinese = [
        t.name for t in texts_in("zh") if t.is_diagnosis and len(re.findall("[。？！]", t.text)) > MOST_SENTENCES
    ]

    assert english + chinese == []


def test_both_languages_of_a_diagnosis_name_the_same_code_and_both_ask_or_neither() -> None:
    pairs: dict[str, dict[str, str]] = {}
    for text in TEXTS:
        if text.is_diagnosis:
            pairs.setdefault(text.name, {})[text.language] = text.text
    code = re.compile(r"`[^`]*`")

    assert [
        name for name, both in pairs.items() if set(code.findall(both["en"])) != set(code.findall(both["zh"]))
    ] == []
    assert [name for name, both in pairs.items() if ("?" in both["en"]) != ("？" in both["zh"])] == []


@pytest.mark.parametrize(
    ("sentence", "count"),
    [("Use `f(a, b)`. It takes {n} rows.", [2, 4]), ("One (two) three? Four $x + y$ five.", [3, 3])],
)
def test_code_a_formula_and_a_field_count_as_one_word(sentence: str, count: list[int]) -> None:
    assert [len(words_of(one)) for one in sentences_of(sentence)] == count
