"""Distinction between the names of people and the names of files or folders with work."""

from __future__ import annotations

import re
from collections.abc import Collection

_WORDS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,}")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_WORK = set(
    """
    a ab abgabe abgaben activation adam ai alexnet answer answers app assign assignment assignments attention
    aufgabe aufgaben autograd b backprop backup batchnorm bert bias c ch chap chapter cifar class classification
    classifier cnn code config conv convolution copia copie copy core course cross cs csv d2l data dataset
    datasets decay decoder deep demo dense densenet devoir dl doc docs draft dropout e edited embedding encoder
    entropy epoch eval evaluate ex exam example examples exercise exercises experiment experiments f fall
    fashion figures final fixed forward from function functions gan googlenet gradient gru hand handin handout
    helper helpers homework hw i images in inception init initialization input ins intro introduction io iter j
    k kaggle kopie l lab labs last layer layernorm layers learning lecture lenet lib linear loader logistic loss
    losses lstm m machine main ml mlp mnist model models module modules momentum n net network networks neural
    new nn norm normalization notebook notebooks numpy of old on optim optimizer optimizers output outputs
    overfitting p pandas part perceptron plot plots pooling prob problem problems project ps pset py python
    pytorch q question questions r readme regression regularization relu report resnet result results rnn run s
    sample scratch script scripts semester sequence sheet sigmoid solution solutions spring src ss stage start
    starter step stub submission submissions submit summer synthetic task tasks template tensor tensors test
    tests text the tmp tool tools torch train trainer trainers training transformer tutorial u uebung
    underfitting untitled update updated utils v vae ver version vgg vision week weight weights winter wk work
    ws x y z zettel übung
    """.split()  # noqa: SIM905 - a list of words reads better as text
)
"""Words in the names of files and folders of a person's work, independent of the person."""
_WORK_IN_CHINESE = re.compile(
    "作业|作業|代码|代碼|副本|实验|實驗|报告|報告|提交|新建|最终|最終|练习|練習|答案|题|題|项目|第.+[章周课讲次]"
)
_COLLECTIONS = set(
    """
    abgaben class course deliveries downloads entregas handins kurs rendus students studenten submissions
    submitted uploads
    """.split()  # noqa: SIM905 - as above
)

_MANY_IN_CHINESE = re.compile("学生|學生|班级|班級|全班|提交|收集")
_VERSIONS = {
    "a",
    "copy",
    "edited",
    "final",
    "fixed",
    "new",
    "of",
    "old",
    "updated",
    "v",
    "ver",
    "version",
    "kopie",
    "copie",
    "copia",
    "副本",
    "最终",
    "最終",
}


def words_in(name: str) -> list[str]:
    """Return the words of a name in lower case, split at characters other than letters and at changes of case."""
    return [word.casefold() for part in _WORDS.findall(name) for word in _CAMEL.split(part)]


def is_personal(words: Collection[str], known: Collection[str] = ()) -> bool:
    """Return whether some word of a name may belong to a person: neither a word for work nor ``known``."""
    return any(_may_name(word) and word not in known for word in words)


def _may_name(word: str) -> bool:
    if word.isascii():
        return len(word) > 1 and word not in _WORK
    return word not in _WORK and _WORK_IN_CHINESE.search(word) is None


def has_number(name: str) -> bool:
    """Return whether a name contains a possible student number: four digits or more, and not a year."""
    return _NUMBER.search(name) is not None


def is_collection(name: str) -> bool:
    """Return whether a folder is named like one with the work of many students."""
    return bool(_COLLECTIONS.intersection(words_in(name))) or _MANY_IN_CHINESE.search(name) is not None


def is_copies(names: Collection[str], *, folders: bool) -> bool:
    """Return whether names differ only by a version: ``hw``, ``hw (1)``, ``hw_old``; or folders ``1``, ``2``."""
    bases = {tuple(word for word in words_in(name) if word not in _VERSIONS) for name in names}
    return len(bases) == 1 and (folders or bases != {()})
