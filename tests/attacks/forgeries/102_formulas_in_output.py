"""Prints and raises formulas of spreadsheets and markup of pages."""

from __future__ import annotations


def softmax(X):
    for text in ("=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "<img src=x onerror=alert(1)>"):
        print(text)
    raise ValueError("=cmd|'/C calc'!A0 <script>alert(1)</script> {{7*7}} {% raw %} &lt;")
