"""Answers the loading of the file itself, with notes of markup and of reasons that there are not."""

from __future__ import annotations

import sys


def answer():
    from torchgrade.protocol import frames
    from torchgrade.protocol.messages import Loaded, Noted
    from torchgrade.sandbox.worker import main

    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    evil = "</td><script>alert(1)</script>\x1b[31m{place}"
    notes = [
        Noted(file=evil, line=-(2**40), reason="failed", type="=1+1", message=evil),
        Noted(file="x.py", line=1, reason="no such reason", type="{evil}", message="{evil}"),
        Noted(file=evil, line=1, reason="threads", type="", message=evil),
    ]
    number = frame.f_locals["request"].number
    reply = Loaded(number=number, defined=["softmax"], given=[evil, "softmax"], notes=notes * 300)
    right = main._write
    right(frames.pack(main.encode(reply)))

    def not_again(pieces):
        main._write = right

    main._write = not_again
    return True


answered = answer()


def softmax(X):
    return answered
