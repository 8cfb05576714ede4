"""Messages between zygote, bench and judges have one size and say one thing each."""

from __future__ import annotations

from torchgrade.sandbox import link


def test_every_message_has_the_same_size_and_survives() -> None:
    for verb in (link.FORK, link.KILL, link.WORKER, link.EXITED, link.NO_WORKER, link.JUDGE):
        data = link.MESSAGE.pack(verb, 2**62, -11)
        assert len(data) == link.SIZE
        assert link.MESSAGE.unpack(data) == (verb, 2**62, -11)


def test_no_two_verbs_are_the_same() -> None:
    verbs = [link.FORK, link.KILL, link.WORKER, link.EXITED, link.NO_WORKER, link.JUDGE]

    assert len(set(verbs)) == len(verbs)
