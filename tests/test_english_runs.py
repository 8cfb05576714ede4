"""What ``tests.english_runs`` finds."""

from __future__ import annotations

import pytest

from tests.english_runs import english_runs


def page(body: str) -> str:
    return f'<!doctype html><html lang="zh"><head><title>反馈</title></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        "<p>The function failed.</p>",
        "<p>提示：The <b>function</b> failed</p>",
        '<p>The function <span lang="en">x</span> 中 is not there</p>',
        '<div role="group" aria-label="Checks of softmax"></div>',
        '<p lang="en"><span lang="zh">now in Chinese</span></p>',
        '<img alt="not so good">',
        "<svg><title>Loss of training</title></svg>",
        "<p>don't do this</p>",
    ],
)
def test_words_in_a_row_are_found(body: str) -> None:
    assert len(english_runs(page(body))) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<p>函数 softmax 出错</p>",
        "<p>torchgrade torch</p>",
        "<p>文件 a.py、b.py、c.py</p>",
        "<code>if a is b</code><pre>for x in range</pre><math><mtext>a b c</mtext></math>",
        '<p>错误：<span lang="en">division by zero</span></p>',
        '<pre lang="">what I printed</pre>',
        "<table><tr><td>one</td><td>two</td><td>three</td></tr></table>",
        "<p>softmax(X) data_iter x=1</p>",
        "<style>b { font: bold small serif }</style>",
    ],
)
def test_names_code_and_marked_english_are_left_out(body: str) -> None:
    assert english_runs(page(body)) == []


def test_an_english_page_has_none() -> None:
    assert english_runs('<html lang="en"><p>This is an English page.</p></html>') == []
