"""What acts reach for: secrets, a folder to leave marks in, services that listen, and another process."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import distribution
from pathlib import Path

from tests.attacks.as_user import USER, is_root
from tests.attacks.running import Form
from tests.attacks.submissions import Fact

TOKEN = "a-word-that-only-the-instructor-knows"
TOKEN_NAME = "TORCHGRADE_ACT_TOKEN"


@contextmanager
def world(place: Path, form: Form) -> Iterator[dict[str, Fact]]:
    """Set up everything in an empty folder, and yield what acts must know of it."""
    with ExitStack() as stack:
        yield {
            **_home(place),
            **_marker(place, form),
            **_services(place, stack),
            **_installed(),
            "run": str(place / "run"),
            "victim": _victim(form, stack),
            "token": TOKEN[::-1],
        }


def _home(place: Path) -> dict[str, Fact]:
    home = place / "home"
    home.mkdir()
    (home / "secret.txt").write_text(f"{TOKEN}\n")
    (home / "torchgrade_planted_module.py").write_text("WORD = 'imported'\n")
    (place / "link").symlink_to(home / "secret.txt")
    return {"home": str(home), "secret": str(home / "secret.txt"), "link": str(place / "link")}


def _marker(place: Path, form: Form) -> dict[str, Fact]:
    """Make a folder in which anybody may do anything, so that only the sandbox stands in the way."""
    marker = place / "marker"
    marker.mkdir()
    (marker / "to_remove").mkdir()
    for name in ("there.txt", "other.txt", "own.txt", "to_remove.txt", "to_rename.txt"):
        (marker / name).write_text("as it was\n")
    for path in (marker, *marker.iterdir()):
        path.chmod(0o777 if path.is_dir() else 0o666)
        if is_root() and not form.root:
            os.chown(path, USER, USER)
    return {"marker": str(marker)}


def _services(place: Path, stack: ExitStack) -> dict[str, Fact]:
    tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=64))
    port = tcp.getsockname()[1]
    udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    udp.bind(("127.0.0.1", port))
    newer = stack.enter_context(socket.create_server(("::1", 0), family=socket.AF_INET6, backlog=64))
    service = stack.enter_context(socket.socket(socket.AF_UNIX))
    service.bind(str(place / "service"))
    service.listen(64)
    log = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
    log.bind(str(place / "log"))
    for name in ("service", "log"):
        (place / name).chmod(0o777)
    named = stack.enter_context(socket.socket(socket.AF_UNIX))
    named.bind(f"\0torchgrade-act-{os.getpid()}-{port}")
    named.listen(64)
    return {
        "port": port,
        "port6": newer.getsockname()[1],
        "socket_path": str(place / "service"),
        "datagram_path": str(place / "log"),
        "socket_name": f"torchgrade-act-{os.getpid()}-{port}",
    }


def _folder_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _installed() -> dict[str, Fact]:
    """Return where solutions, checks and metadata are installed, and words of a solution's text, backwards."""
    solutions, course = _folder_of("torchgrade_d2l_solutions"), _folder_of("torchgrade_d2l")
    solution = solutions / "softmax_regression" / "softmax" / "reference.py"
    files = distribution("torchgrade-d2l-solutions").files or ()
    return {
        "solution": str(solution),
        "hidden": str(solutions / "softmax_regression" / "softmax" / "hidden.py"),
        "check": str(course / "softmax_regression" / "softmax" / "checks.py"),
        "oracle": str(course / "softmax_regression" / "softmax" / "oracle.py"),
        "metadata": str(next(file.locate() for file in files if file.name == "METADATA")),
        "site": str(_folder_of("torch").parent),
        "this_suite": __file__,
        "needle": solution.read_text("utf-8").split('"""')[1][:24][::-1],
    }


def _victim(form: Form, stack: ExitStack) -> int:
    """Start a process of the user as whom the class is graded, which does nothing."""
    dropped = {"user": USER, "group": USER, "extra_groups": []} if is_root() and not form.root else {}
    process = subprocess.Popen(["sleep", "1000"], start_new_session=True, **dropped)  # type: ignore[call-overload]
    stack.callback(process.wait)
    stack.callback(process.kill)
    return int(process.pid)
