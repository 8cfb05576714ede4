"""When a wait for workers is said."""

from __future__ import annotations

from torchgrade.grading.cluster.waiting import FIRST_SECONDS, NEXT_SECONDS, Waiting


def test_a_wait_is_said_soon_then_now_and_again_and_anew_after_a_worker_was_there() -> None:
    now, said = [0.0], list[float]()
    waiting = Waiting(lambda: said.append(now[0]), lambda: now[0])

    def look(at: float, *, is_over: bool = False) -> None:
        now[0] = at
        waiting.look(is_over=is_over)

    for at in range(200):
        look(float(at))
    assert said == [
        FIRST_SECONDS,
        FIRST_SECONDS + NEXT_SECONDS,
        FIRST_SECONDS + 2 * NEXT_SECONDS,
        FIRST_SECONDS + 3 * NEXT_SECONDS,
    ]

    look(200.0, is_over=True)
    for at in range(201, 207):
        look(float(at))
    assert said[4:] == [201.0 + FIRST_SECONDS]
