"""The judge: reads one submission's text under limits of its own, has it checked, and sends the result."""

from __future__ import annotations

import select
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
    rehearse: Callable[[], None] = lambda: None,
) -> None:
    """Serve one request on the connection.

    While the text is read, the limits of ruling 21 apply. A judge that dies during that time has failed the
    submission's checks. A judge that dies later is an error of ours.

    :param rehearse: called if the request is not there yet, so that no time is lost.
    """
    if not select.select([connection.stream], [], [], 0)[0]:
        rehearse()
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
        connection.send(wire.Verdict(result=graded.result, starved=graded.starved, killed=graded.killed))
    except OSError:
        # The command is gone, so no reader is left for the result.
        return
    except MemoryError as error:
        if read is None:
            # The judge reached the limit of reading. The command knows the meaning of a judge that ends here (ruling
            # 1).
            return
        connection.send(wire.Broken.of(error))
    except Exception as error:  # noqa: BLE001 - every error of ours must reach the instructor by name
        traceback.print_exc()
        connection.send(wire.Broken.of(error))
