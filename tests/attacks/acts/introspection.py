"""Looking for solutions, checks and secrets from inside: imports, finders, metadata, objects, memory."""

from __future__ import annotations

import gc
import os
import sys

from tests.attacks.acts.raw import LIBC, blocked


def import_solutions():
    """Import the reference solutions. [10]"""
    import torchgrade_d2l_solutions.softmax_regression.softmax.reference as found

    return str(found.softmax)


def import_past_finders(solution):
    """Import a solution with finders that know no names that they should not find. [10]"""
    from importlib.machinery import PathFinder

    for finder in list(sys.meta_path):
        sys.meta_path[:] = [*getattr(finder, "finders", ()), *sys.meta_path]
    sys.meta_path.append(PathFinder)
    sys.path.insert(0, solution.partition("/torchgrade_d2l_solutions/")[0])
    import torchgrade_d2l_solutions.softmax_regression.softmax.reference as found

    return str(found.softmax)


def import_hidden_checks():
    """Import hidden checks. [11]"""
    import importlib

    return str(importlib.import_module("torchgrade_d2l_solutions.softmax_regression.softmax.hidden"))


def import_public_checks():
    """Import the check that is running. [11]"""
    import torchgrade_d2l.softmax_regression.softmax.checks as found

    return str(found.test_rows)


def import_oracle():
    """Import the formula that a check compares with. [11]"""
    import torchgrade_d2l.softmax_regression.softmax.oracle as found

    return str(found.softmax)


def import_wrong_twins():
    """Import the mistakes that a diagnosis knows."""
    import torchgrade_d2l.softmax_regression.softmax.mistakes as found

    return str(found)


def load_entry_points():
    """Load what the metadata of installed distributions points to."""
    from importlib.metadata import entry_points

    found = [str(entry.load()) for entry in entry_points(group="torchgrade")]
    if not found:
        raise blocked(1, "no entry points")
    return " ".join(found)[:80]


def read_distribution():
    """Ask the metadata of the solutions where they lie."""
    from importlib.metadata import distribution

    text = distribution("torchgrade-d2l-solutions").read_text("direct_url.json")
    if not text:
        raise blocked(1, "no such text")
    return text[:60]


def list_packages():
    """List modules of the solutions by pkgutil."""
    import pkgutil

    import torchgrade_d2l_solutions as package

    return " ".join(module.name for module in pkgutil.walk_packages(package.__path__))[:60]


def find_by_finders():
    """Ask every finder where the solutions lie, and read there."""
    import importlib.util

    spec = importlib.util.find_spec("torchgrade_d2l_solutions")
    if spec is None:
        raise blocked(1, "no finder knows them")
    with open(spec.origin) as file:
        return repr(file.read(30))


def find_by_editable_finders():
    """Look into the finders of editable installs for folders, and read there."""
    for finder in (*sys.meta_path, *sys.path_hooks, *object.__subclasses__()):
        module = sys.modules.get(getattr(finder, "__module__", ""), None)
        known = getattr(getattr(finder, "find_spec", None), "__globals__", {})
        for place in {**getattr(module, "MAPPING", {}), **known.get("MAPPING", {})}.values():
            with open(os.path.join(place, "__init__.py")) as file:
                return repr(file.read(30))
    raise blocked(1, "no finder of that kind")


def find_by_path():
    """Look for a solution below everything on sys.path, and read it."""
    for place in sys.path:
        path = os.path.join(place, "torchgrade_d2l_solutions", "softmax_regression", "softmax", "reference.py")
        if os.path.exists(path):
            with open(path) as file:
                return repr(file.read(30))
    raise blocked(1, "below no folder of sys.path")


def find_by_path_files(site):
    """Read the .pth files, which name the folders of editable installs."""
    import glob

    for path in glob.glob(os.path.join(site, "*.pth")):
        with open(path) as file:
            return repr(file.read(40))
    raise blocked(1, "there are none")


def find_in_modules():
    """Look for modules of solutions or of the course among those that are imported."""
    found = [name for name in sys.modules if name.startswith("torchgrade_d2l")]
    if not found:
        raise blocked(1, "none is imported")
    return " ".join(found)[:60]


def find_source_in_modules(needle):
    """Look for the text of a solution in the source of all our modules that are imported."""
    import inspect

    for name, module in sorted(sys.modules.items()):
        if name.startswith("torchgrade"):
            try:
                text = inspect.getsource(module)
            except (OSError, TypeError):
                continue
            if needle[::-1] in text:
                return name
    raise blocked(1, "nowhere")


def find_in_objects():
    """Look for functions, classes and modules of a course or of its solutions among all objects. [9]"""
    found = {
        str(getattr(thing, "__module__", None) or getattr(thing, "__name__", ""))
        for thing in gc.get_objects()
        if type(thing).__name__ in ("function", "module", "type", "ModuleSpec")
    }
    found = {name for name in found if name.startswith("torchgrade_d2l")}
    if not found:
        raise blocked(1, "none")
    return " ".join(sorted(found))[:60]


def find_judge_in_objects():
    """Look for records of the judge, of the course or of a run among all objects. [9]"""
    names = ("Course", "CourseExercise", "RunConfig", "Examination", "WorkerSession", "SubmissionResult", "CheckSpec")
    found = {type(thing).__name__ for thing in gc.get_objects()} & set(names)
    if not found:
        raise blocked(1, "none")
    return " ".join(sorted(found))


def find_in_frames():
    """Look for expected values in the frames that have called us. [9]"""
    frame, found = sys._getframe(), []
    while frame is not None:
        found += [name for name in frame.f_locals if name in ("want", "expected", "oracle", "tensors", "student")]
        frame = frame.f_back
    if not found:
        raise blocked(1, "no frame has any")
    return " ".join(found)


def _readable(address, size, pipe):
    """Return whether memory can be read: writing a byte of each page into a pipe fails where it cannot."""
    for page in range(address, address + size, 4096):
        if LIBC.write(pipe[1], page, 1) != 1:
            return False
        os.read(pipe[0], 1)
    return True


def find_in_memory(needle):
    """Look for the text of a solution in the memory around Python's objects, past all of Python. [9]"""
    import ctypes
    import re
    import time

    LIBC.write.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
    # The text is never put together here, or it would find itself.
    pattern = re.compile("".join(f"(?:{letter})" for letter in reversed(needle)).encode())
    pipe, looked, size = os.pipe(), 0, 1 << 16
    end = time.process_time() + 0.3
    for middle in sorted({id(thing) >> 24 for thing in gc.get_objects()}):
        for piece in range(middle << 24, (middle + 1) << 24, size):
            if time.process_time() > end:
                break
            if _readable(piece, size, pipe):
                looked += 1
                if pattern.search(ctypes.string_at(piece, size)):
                    return f"at {piece:#x}"
    raise blocked(1, f"not in {looked} pieces of 64 KiB")


def find_environment_on_stack(token):
    """Look for the command's environment at the end of the stack, where the kernel has put ours. [52]"""
    import ctypes

    LIBC.getauxval.restype = ctypes.c_void_p
    LIBC.write.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
    at, pipe = LIBC.getauxval(31), os.pipe()
    if at is None:
        raise blocked(1, "no address")
    start = at - at % 4096
    while _readable(start - 4096, 4096, pipe) and at - start < 32768:
        start -= 4096
    text = ctypes.string_at(start, at - start)
    if token[::-1].encode() in text:
        return "the secret"
    raise blocked(1, f"not in {at - start} bytes")


def read_environment():
    """Look for anything in the environment that is not ours. [52]"""
    found = sorted({name for name, value in os.environ.items() if value} - {"HOME", "LANG", "TMPDIR", "LC_ALL"})
    if not found:
        raise blocked(1, "nothing")
    return " ".join(found)


def read_arguments():
    """Look for paths of the run in the arguments of the process. [11]"""
    found = [argument for argument in sys.orig_argv[1:] if os.sep in argument]
    if not found:
        raise blocked(1, "none")
    return " ".join(found)
