"""A class's folder as bad as it comes: hostile names, links, pipes, archives, very many files, modules that leave marks."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

HONEST = """
import torch

def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""
SECRET = "a line of a file that nobody handed in"
NAMES = (
    b"\x1b[31mred", "\u202egnp\u2066".encode(), b"\x9b2J", b"\xff\xfe\x80", b"a" * 252, b"-rf", b"--out=x", b"=cmd()", b"@sum",
    b"+1", b"two\nlines", b"tab\there", b"<script>alert(1)", b"x..%2f..%2fescaped", b"x\\..\\escaped", b"$(id)", b"'; --",
    b"con", b"[bold]", "\u2028e\u0301\u200b".encode(), b" ", b"~", b"*",
)  # fmt: skip
POISON = (
    "conftest.py", "sitecustomize.py", "usercustomize.py", "torch.py", "numpy.py", "msgspec.py", "pytest.py", "click.py",
    "pluggy.py", "rich.py", "jinja2.py", "torchgrade_d2l.py", "torchgrade_d2l_solutions.py", "__init__.py", "__main__.py",
    "softmax.py", "random.py", "json.py", "encodings.py", "resource.py", "landlockpy.py", "pyseccomp.py",
)  # fmt: skip
SETTINGS = {
    "pytest.ini": "[pytest]\naddopts = -p poison --collect-only\n",
    "tox.ini": "[pytest]\naddopts = -p poison\n",
    "setup.cfg": "[tool:pytest]\naddopts = -p poison\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-p poison'\n",
    "poison.pth": "import poison\n",
    "matplotlibrc": "backend: module://poison\n",
    "poison-1.dist-info/entry_points.txt": "[torchgrade]\npoison = poison\n[pytest11]\npoison = poison\n",
    "poison-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: poison\nVersion: 1\n",
}


def poison(folder: Path, marks: Path) -> None:
    """Lay modules that leave a mark where they are imported, and settings that ask for one, into a folder."""
    for name in (*POISON, "poison.py"):
        mark = marks / f"{folder.name}-{name}"
        (folder / name).write_text(f"open({str(mark)!r}, 'w').close()\n{HONEST}")
    for name, text in SETTINGS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)


def named(folder: Path, name: bytes) -> Path:
    return Path(os.fsdecode(os.fsencode(folder) + b"/" + name))


def hand_in(folder: Path, place: Path) -> None:
    """Fill the folder of a class."""
    secret = place / "secret.txt"
    secret.write_text(f"# {SECRET}\n{HONEST}")
    (folder / "ada.py").write_text(HONEST)
    for name in NAMES:
        named(folder, name + b".py").write_text(HONEST)
    (folder / "link.py").symlink_to(secret)
    (folder / "folder_link").symlink_to(place)
    (folder / "dangling.py").symlink_to("nowhere")
    (folder / "circle.py").symlink_to("circle.py")
    os.mkfifo(folder / "pipe.py")
    with contextlib.suppress(PermissionError):
        # Only root can make one.
        os.mknod(folder / "device.py", 0o020600, os.makedev(1, 5))
    listening = socket.socket(socket.AF_UNIX)
    # A path of a socket is at most 107 bytes long.
    here = os.open(folder, os.O_RDONLY)
    listening.bind(f"/proc/self/fd/{here}/socket.py")
    os.close(here)
    listening.close()
    (folder / "unreadable.py").write_text(HONEST)
    (folder / "unreadable.py").chmod(0)
    os.link(folder / "ada.py", folder / "hard_link.py")
    (folder / "a_folder.py").mkdir()
    (folder / "a_folder.py" / "mine.py").write_text(HONEST)
    inside = folder / "inside"
    inside.mkdir()
    (inside / "mine.py").write_text(HONEST)
    (inside / "link.py").symlink_to(secret)
    (inside / "folder").symlink_to(place)
    (inside / "up").symlink_to("..")
    os.mkfifo(inside / "pipe.py")
    (inside / "locked").mkdir(mode=0)
    poison(inside, place / "marks")
    many = folder / "many"
    many.mkdir()
    for number in range(10_000):
        named(many, b"%05d.py" % number).write_text("x = 1\n")
    links = folder / "links"
    links.mkdir()
    (links / "mine.py").write_text(HONEST)
    for number in range(2_000):
        (links / f"{number}.py").symlink_to(secret)
    deep = folder / "deep"
    (deep / "/".join(["d"] * 250)).mkdir(parents=True)
    (deep / "mine.py").write_text(HONEST)
    (deep / "/".join(["d"] * 250) / "far.py").write_text("x = 1\n")


def pack(folder: Path) -> None:
    """Lay archives into the folder of a class; they climb out of it where somebody extracts them."""
    members = {"softmax.py": HONEST, "../../escaped.py": HONEST, "/tmp/escaped-by-torchgrade.py": HONEST}
    with zipfile.ZipFile(folder / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
        archive.writestr("bomb.py", "\n" * 50_000_000)
    with tarfile.open(folder / "packed.tar.gz", "w:gz") as packed:
        for name, text in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            packed.addfile(member, io.BytesIO(text.encode()))
        link = tarfile.TarInfo("link.py")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(link)
    (folder / "zip.py").write_bytes((folder / "packed.zip").read_bytes())


@contextlib.contextmanager
def growing(path: Path) -> Iterator[None]:
    """Let a file grow by a comment all the time."""
    stop = threading.Event()

    def write() -> None:
        with path.open("a") as file:
            while not stop.wait(0.01):
                file.write("# and more\n")
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    yield
    stop.set()
    writer.join()
