"""Exceptions that mean that a worker lacks what an honest student used: files, threads, a network.

The worker's report is a claim, and it decides only a sentence. Each rule is narrow, so that an exception of the
student's own keeps its own message.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from torchgrade.protocol.messages import Noted, Raised

_LOOKED_AT = 1000
"""Number of characters of a message, and of modules, to search. Several patterns search them."""
_ERRNO = re.compile(r"\[Errno (-?\d+)\] ")
_NAMES_A_FILE = re.compile(r"\[Errno \d+\] [^:\[]+: b?['\"]")
_NO_MODULE = re.compile(r"No module named '[\w.]+'")
_REFUSED = frozenset({"1", "11", "13", "38"})
"""EPERM, EAGAIN, EACCES and ENOSYS: the kernel's errors for a confined worker."""
_SYSTEM_ERRORS = frozenset({
    "OSError", "PermissionError", "FileNotFoundError", "FileExistsError", "IsADirectoryError", "NotADirectoryError",
    "BlockingIOError", "TimeoutError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError",
    "ConnectionAbortedError", "BrokenPipeError",
})  # fmt: skip
_COMPILING = ("torch._inductor",)
_LOOPS = ("asyncio",)
_PROCESSES = ("subprocess", "multiprocessing", "torch.multiprocessing", "concurrent.futures.process", "pty")
_NETWORK = ("urllib", "http", "socket", "ssl", "ftplib", "smtplib", "requests", "urllib3", "httpx", "torch.hub")
_STARTS_A_PROCESS = re.compile(r"\b(?:os\.)?(?:fork|forkpty|exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?)\s*\(")
_NO_GPU = re.compile(
    r"Found no NVIDIA driver|No (?:CUDA|HIP|XPU) GPUs are available|Torch not compiled with \w+ enabled"
    r"|not linked with support for \w+ devices|CUDA error: |CUDA driver|_cuda_\w+|'(?:CUDA|MPS)' backend"
    r"|The MPS backend is supported|Cannot access accelerator device|type torch\.cuda\.\w+ not available"
)
_NO_FILE = re.compile(
    r"open file failed|Parent directory .* does not exist|File .* cannot be opened"
    r"|The provided filename .* does not exist|Dataset not found|unable to open database file"
)
_TORCHS_WRITER = "[enforce fail at inline_container"
_FILE_LIBRARIES = ("torch.serialization", "torch.jit", "torchvision")


class _Told(Struct, frozen=True):
    type: str
    builtin: str
    message: str
    through: list[str]


def unavailable(raised: Raised | Noted, line: str = "") -> str | None:
    """Return the catalogue's entry for the missing thing, or None for any other exception.

    :param line: the student's last line, if it is known.
    """
    told = _Told(raised.type, raised.builtin, raised.message[:_LOOKED_AT], raised.through[:_LOOKED_AT])
    if line.startswith("raise ") and not told.through:
        return None
    for what, is_it in _RULES.items():
        if is_it(told, line[:_LOOKED_AT]):
            return f"unavailable.{what}"
    return None


def _is_from(told: _Told, libraries: Sequence[str]) -> bool:
    return any(name == library or name.startswith(f"{library}.") for name in told.through for library in libraries)


def _is_of_system(told: _Told) -> bool:
    return told.builtin in _SYSTEM_ERRORS


def _input(told: _Told, _line: str) -> bool:
    if told.type == "BdbQuit":
        return True
    return told.builtin == "EOFError" and (told.message == "EOF when reading a line" or _is_from(told, ("getpass",)))


def _module(told: _Told, _line: str) -> bool:
    return told.builtin == "ModuleNotFoundError" and _NO_MODULE.match(told.message) is not None


def _compile(told: _Told, _line: str) -> bool:
    return _is_from(told, _COMPILING)


def _device(told: _Told, _line: str) -> bool:
    kinds = {"RuntimeError", "AssertionError", "NotImplementedError", "AttributeError", "TypeError"}
    return told.builtin in kinds and _NO_GPU.search(told.message) is not None


def _threads(told: _Told, _line: str) -> bool:
    if told.builtin == "RuntimeError":
        return told.message.startswith("can't start new thread")
    return _is_of_system(told) and _is_from(told, _LOOPS)


def _processes(told: _Told, line: str) -> bool:
    if told.message.startswith("unable to open shared memory object"):
        return told.builtin == "RuntimeError"
    if not _is_of_system(told):
        return False
    return _is_from(told, _PROCESSES) or bool(_refused(told) and _STARTS_A_PROCESS.search(line))


def _network(told: _Told, _line: str) -> bool:
    if told.type in {"gaierror", "URLError"} or told.builtin.startswith("Connection"):
        return _is_of_system(told)
    return _is_of_system(told) and _is_from(told, _NETWORK)


def _files(told: _Told, _line: str) -> bool:
    if _is_of_system(told):
        return _NAMES_A_FILE.match(told.message) is not None or _is_from(told, ("tempfile",))
    if _NO_FILE.search(told.message) is not None:
        return told.type == "OperationalError" or (
            told.builtin in {"RuntimeError", "ValueError"}
            and (_is_from(told, _FILE_LIBRARIES) or told.message.startswith(_TORCHS_WRITER))
        )
    return _is_from(told, ("torchvision.io",)) and _ERRNO.search(told.message) is not None


def _refused(told: _Told) -> bool:
    found = _ERRNO.match(told.message)
    return found is not None and found[1] in _REFUSED


def _system(told: _Told, _line: str) -> bool:
    if told.builtin == "RuntimeError":
        return told.message == "Operation not permitted"
    return _is_of_system(told) and _refused(told)


_RULES = {
    "input": _input,
    "compile": _compile,
    "module": _module,
    "device": _device,
    "threads": _threads,
    "processes": _processes,
    "network": _network,
    "files": _files,
    "system": _system,
}
"""Rules in order, because a library that starts processes also opens files for them, and so does a compiler."""
