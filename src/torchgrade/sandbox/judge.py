"""The judge: reads one submission's text under limits of its own, has it checked, and sends the result home."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

from torchgrade.checking.course import Course
from torchgrade.checking.grade import Workers, grade
from torchgrade.checking.reading import read_submission
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import wire


def judge(
    connection: wire.Connection,
    course: Course,
    config: RunConfig,
    workers: Workers,
    limit_reading: Callable[[], None],
    lift_limits: Callable[[], None],
) -> None:
    """Serve one request on the connection.

    While the text is read, the limits of ruling 21 hold; a judge that dies then has failed the submission's
    checks, one that dies later is a fault of ours.
    """
    frame = connection.receive()
    if frame is None:
        return
    request = wire.decode_request(frame)
    read = None
    try:
        connection.send(wire.Reading())
        limit_reading()
        read = read_submission(request, course)
        lift_limits()
        connection.send(wire.Read())
        graded = grade(request, read, course, config, workers)
        connection.send(wire.Verdict(result=graded.result, starved=graded.starved))
    except OSError:
        # The command is gone, and with it whoever wanted to know.
        return
    except MemoryError:
        if read is None:
            # The limit of reading: the command knows what it means that a judge ends there (ruling 1).
            return
        connection.send(wire.Broken(message=traceback.format_exc()[-4000:]))
    except Exception:  # noqa: BLE001 - whatever is wrong with us must reach the instructor by name
        message = traceback.format_exc()
        sys.stderr.write(message)
        connection.send(wire.Broken(message=message[-4000:]))
