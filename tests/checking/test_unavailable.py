"""What a worker does not have is told from what went wrong in the student's own code.

The texts are those of Python 3.11 and torch 2.15 in a confined worker and in one that is not.
"""

from __future__ import annotations

import string
from collections.abc import Sequence

import pytest

from torchgrade.checking.unavailable import unavailable
from torchgrade.model.catalogue import load_catalogue
from torchgrade.plugins.resources import folder
from torchgrade.protocol.messages import Noted


def Told(kind: str, message: str, through: Sequence[str] = (), builtin: str = "") -> Noted:
    """Return what a worker tells of an exception."""
    return Noted(
        file="ada.py",
        line=1,
        reason="failed",
        type=kind,
        message=message,
        through=list(through),
        builtin=builtin or kind,
    )


EPERM = "[Errno 1] Operation not permitted"
NOT_THERE = {
    "files": [
        (Told("PermissionError", f"{EPERM}: 'x.txt'"), "open('x.txt', 'w')"),
        (Told("PermissionError", "[Errno 13] Permission denied: '/etc/passwd'"), "open('/etc/passwd')"),
        (Told("FileNotFoundError", "[Errno 2] No such file or directory: 'weights.pt'", ["torch.serialization"]), ""),
        (Told("FileNotFoundError", "[Errno 2] No such file or directory: b'x'"), "open(b'x')"),
        (Told("OSError", "[Errno 30] Read-only file system: 'x.txt'"), ""),
        (Told("PermissionError", f"{EPERM}: 'a.npy'", ["numpy.lib._npyio_impl"]), "np.save('a', X)"),
        (Told("FileNotFoundError", "[Errno 2] No usable temporary directory found in ['/tmp']", ["tempfile"]), ""),
        (Told("PermissionError", f"{EPERM}: '/tmp/tmp20trvih7'", ["tempfile"]), "tempfile.mkdtemp()"),
        (Told("PermissionError", f"{EPERM}: 'a.png'", ["matplotlib.pyplot", "PIL.Image"]), "plt.imsave('a.png', X)"),
        (Told("PermissionError", f"{EPERM}: 'data'", ["torchvision.datasets.mnist", "os"]), "MNIST('data')"),
        (Told("PermissionError", f"{EPERM}: '/x.log'", ["logging"]), "logging.basicConfig(filename='x.log')"),
        (
            Told(
                "RuntimeError",
                "[enforce fail at inline_container.cc:746] . open file failed with strerror: Operation not permitted",
                ["torch.serialization"],
            ),
            "torch.save(X, 'x.pt')",
        ),
        (Told("RuntimeError", "[enforce fail at inline_container.cc:746] . open file failed with strerror: x"), "m.save('x')"),
        (Told("RuntimeError", "Parent directory models does not exist.", ["torch.serialization"]), ""),
        (Told("ValueError", "The provided filename x.pt does not exist", ["torch.jit._serialization"]), ""),
        (Told("RuntimeError", "read_file, a.cpp:78, [Errno 2] No such file or directory: 'a.png'", ["torchvision.io.image"]), ""),
        (Told("RuntimeError", "Dataset not found. You can use download=True to download it", ["torchvision.datasets.mnist"]), ""),
        (Told("OperationalError", "unable to open database file", [], "Exception"), "sqlite3.connect('x.db')"),
        (Told("MyError", f"{EPERM}: 'x.txt'", [], "PermissionError"), "open('x.txt', 'w')"),
    ],
    "input": [
        (Told("EOFError", "EOF when reading a line"), "n = int(input())"),
        (Told("EOFError", "", ["getpass"]), "getpass.getpass()"),
        (Told("BdbQuit", "", ["bdb"], "Exception"), "x = 1"),
    ],
    "threads": [
        (Told("RuntimeError", "can't start new thread", ["threading"]), "thread.start()"),
        (Told("RuntimeError", "can't start new thread", ["concurrent.futures.thread", "threading"]), "pool.map(g, X)"),
        (Told("PermissionError", EPERM, ["asyncio.runners", "asyncio.events", "socket"]), "asyncio.run(g())"),
    ],
    "processes": [
        (Told("PermissionError", EPERM), "pid = os.fork()"),
        (Told("BlockingIOError", "[Errno 11] Resource temporarily unavailable"), "if fork() == 0:"),
        (Told("PermissionError", EPERM), "os.execv('/bin/ls', ['ls'])"),
        (Told("PermissionError", EPERM, ["subprocess"]), "subprocess.run(['ls'])"),
        (Told("PermissionError", f"{EPERM}: '/dev/null'", ["subprocess"]), "subprocess.run(['ls'], stdout=DEVNULL)"),
        (Told("FileNotFoundError", "[Errno 2] No such file or directory: 'nvcc'", ["subprocess"]), ""),
        (Told("PermissionError", EPERM, ["multiprocessing.process", "multiprocessing.popen_fork"]), "p.start()"),
        (Told("PermissionError", EPERM, ["concurrent.futures.process", "multiprocessing.queues"]), "pool.map(g, X)"),
        (Told("PermissionError", f"{EPERM}: '/tmp/x.pickle'", ["torch.multiprocessing.spawn", "tempfile"]), "mp.spawn(g)"),
        (
            Told("RuntimeError", "unable to open shared memory object </torch_1_2_0> in read-write mode", ["torch.storage"]),
            "X.share_memory_()",
        ),
    ],
    "network": [
        (Told("URLError", "<urlopen error [Errno -3] Temporary failure in name resolution>", ["urllib.request"], "OSError"), ""),
        (Told("URLError", f"<urlopen error {EPERM}>", ["urllib.request"], "OSError"), ""),
        (Told("HTTPError", "HTTP Error 403: Forbidden", ["urllib.request"], "OSError"), ""),
        (Told("gaierror", "[Errno -3] Temporary failure in name resolution", ["socket"], "OSError"), ""),
        (Told("PermissionError", EPERM, ["socket"]), "socket.socket()"),
        (Told("PermissionError", EPERM, ["http.client", "socket"]), "connection.request('GET', '/')"),
        (Told("ConnectionRefusedError", "[Errno 111] Connection refused"), "s.connect(('localhost', 80))"),
        (Told("PermissionError", f"{EPERM}: '/.cache'", ["torch.hub", "os"]), "torch.hub.load('a', 'b')"),
    ],
    "device": [
        (Told("RuntimeError", "Found no NVIDIA driver on your system. Please check that"), "X.to(f'cuda:{i}')"),
        (Told("RuntimeError", "No CUDA GPUs are available", ["torch.cuda"]), ""),
        (Told("AssertionError", "Torch not compiled with CUDA enabled", ["torch.cuda"]), ""),
        (Told("AssertionError", "Torch not compiled with XPU enabled", ["torch.xpu"]), ""),
        (Told("RuntimeError", "PyTorch is not linked with support for mps devices"), ""),
        (Told("AcceleratorError", "CUDA error: CUDA driver version is insufficient", [], "RuntimeError"), ""),
        (Told("NotImplementedError", "Could not run 'aten::empty' with arguments from the 'CUDA' backend."), ""),
        (Told("AttributeError", "module 'torch._C' has no attribute '_cuda_getDevice'", ["torch.cuda"]), ""),
        (Told("TypeError", "type torch.cuda.FloatTensor not available. Torch not compiled"), ""),
    ],
    "compile": [
        (Told("PermissionError", f"{EPERM}: '/tmp/torchinductor_nobody'", ["torch", "torch._inductor.runtime", "os"]), ""),
        (Told("InductorError", "PermissionError: [Errno 1]", ["torch._inductor.compile_fx"], "RuntimeError"), ""),
    ],
    "module": [
        (Told("ModuleNotFoundError", "No module named 'sklearn'"), "import sklearn"),
        (Told("ModuleNotFoundError", "No module named 'tensorboard'", ["torch.utils.tensorboard"]), ""),
        (Told("ModuleNotFoundError", "No module named 'torch.no'; 'torch' is not a package"), ""),
    ],
    "system": [
        (Told("PermissionError", EPERM), "os.setuid(0)"),
        (Told("OSError", "[Errno 38] Function not implemented"), "os.pidfd_open(1)"),
        (Told("RuntimeError", "Operation not permitted", ["torch.profiler.profiler"]), ""),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("what", "told", "line"), [(what, told, line) for what, rows in NOT_THERE.items() for told, line in rows]
)
def test_what_is_not_there_is_named(what: str, told: Noted, line: str) -> None:
    assert unavailable(told, line) == f"unavailable.{what}"


THEIR_OWN = [
    (Told("ValueError", "[Errno 1] Operation not permitted: 'x'"), "f(X)"),
    (Told("ValueError", "expected 2 columns"), "softmax(X)"),
    (Told("RuntimeError", "mat1 and mat2 shapes cannot be multiplied"), "X @ W"),
    (Told("RuntimeError", "my cuda kernel is wrong"), "g(X)"),
    (Told("RuntimeError", "open file failed"), "g(X)"),
    (Told("RuntimeError", "File a cannot be opened"), "g(X)"),
    (Told("KeyError", "'cuda'"), "d['cuda']"),
    (Told("IndexError", "No CUDA GPUs are available"), "x[3]"),
    (Told("EOFError", "the iterator is at its end"), "next(it)"),
    (Told("EOFError", "Ran out of input", ["pickle"]), "pickle.loads(b'')"),
    (Told("FileNotFoundError", "there are no rows"), "check(X)"),
    (
        Told("FileNotFoundError", "[Errno 2] No such file or directory: 'x'"),
        "raise FileNotFoundError(2, 'No such', 'x')",
    ),
    (Told("RuntimeError", "can't start new thread"), 'raise RuntimeError("can\'t start new thread")'),
    (Told("TimeoutError", ""), "wait(X)"),
    (Told("OSError", "[Errno 22] Invalid argument"), "time.sleep(-1)"),
    (Told("ImportError", "cannot import name 'softmaxx' from 'torch'"), "from torch import softmaxx"),
    (Told("ModuleNotFoundError", "write it yourself"), "g(X)"),
    (Told("AttributeError", "module 'torch' has no attribute 'sofmax'"), "torch.sofmax(X)"),
    (Told("TypeError", "f() missing 1 required positional argument: 'y'"), "f(X)"),
    (Told("AssertionError", "", ["torch.utils.data.dataloader"]), ""),
    (Told("NotImplementedError", "", ["torch.nn.modules.module"]), "net(X)"),
    (Told("UnsupportedOperation", "fileno", ["io"], "OSError"), "buffer.fileno()"),
    (Told("ValueError", "unknown url type: 'x'", ["urllib.request"]), ""),
    (Told("ValueError", "not enough values to unpack", ["multiprocessing.pool"]), ""),
    (Told("ZeroDivisionError", "division by zero", ["torch._dynamo.eval_frame", "torch.optim.optimizer"]), ""),
    (Told("", "", [], ""), ""),
]


@pytest.mark.parametrize(("told", "line"), THEIR_OWN)
def test_an_exception_of_the_students_own_keeps_its_message(told: Noted, line: str) -> None:
    assert unavailable(told, line) is None


def test_an_exception_that_a_library_raises_below_such_a_line_is_named_all_the_same() -> None:
    """``raise type(e)(...)`` is the student's; ``raise open(...)`` would be the library's."""
    told = Told("PermissionError", f"{EPERM}: 'x'", ["tempfile"])

    assert unavailable(told, "raise make(tempfile.mkdtemp())") == "unavailable.files"


@pytest.mark.parametrize("what", NOT_THERE)
def test_every_sentence_names_the_place_and_needs_no_field_that_is_not_given(what: str) -> None:
    catalogue = load_catalogue([folder("torchgrade") / "catalogues"])
    sentence = catalogue.gettext(f"unavailable.{what}")
    fields = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

    assert {"place", "type"} <= fields <= {"place", "type", "message"}
    assert sentence.endswith(".")


@pytest.mark.parametrize("piece", ["a", "[Errno 1] ", "Parent directory ", "File ", "[Errno 1] x: b", "_cuda_"])
def test_only_the_beginning_of_a_long_message_is_looked_at(piece: str) -> None:
    """A worker may send megabytes; patterns that go back over them would take hours."""
    libraries = ["torch.jit", "torchvision.io"]

    assert unavailable(Told("RuntimeError", "a" * 10**6 + "No CUDA GPUs are available")) is None
    unavailable(Told("RuntimeError", piece * 10**5, libraries), piece * 10**5)
    unavailable(Told("PermissionError", piece * 10**5), piece * 10**5)
