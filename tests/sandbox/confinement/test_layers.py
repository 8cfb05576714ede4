"""Layers are made ready once; one that cannot be had says why, and one that fails in a worker is an exception."""

from __future__ import annotations

import ctypes.util
import errno
import os
import platform
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyseccomp
import pytest

from tests.sandbox.forking import elsewhere, in_child, status_of
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.sandbox import own_process
from torchgrade.sandbox.confinement.identity import UID
from torchgrade.sandbox.confinement.layers import Confinement, LayerFailedError
from torchgrade.sandbox.confinement.plan import ALWAYS, LAYERS, Plan
from torchgrade.sandbox.confinement.records import Layer

ROOT = os.getuid() == 0
MEMORY = 1 << 30


def answering(answer: int, *names: str) -> Callable[[], None]:
    """Return a function after which the kernel answers some calls with an error, as another kernel would."""

    def put_on() -> None:
        calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        for name in names:
            calls.add_rule(pyseccomp.ERRNO(answer), name)
        calls.load()

    return put_on


def prepared(layer: str) -> Callable[[], Any]:
    """Return what a confinement tells of one layer of its plan."""
    return lambda: msgspec.to_builtins(Confinement(Plan(layers=(layer,))).layers[0])


def failing(*layers: str, act: Callable[[Confinement], object]) -> Callable[[], str]:
    """Return what an act with a confinement raises, which was made ready when all was well."""
    confinement = Confinement(Plan(layers=layers, trees=("/usr",)))

    def tried() -> str:
        try:
            act(confinement)
        except LayerFailedError as error:
            return str(error)
        return "it went on without"

    return tried


def all_layers() -> Any:
    return msgspec.to_builtins(Confinement(Plan(layers=LAYERS, trees=("/usr", "/dev/null"))).layers)


def test_every_layer_of_a_plan_is_told_of_in_its_order() -> None:
    layers = msgspec.convert(elsewhere(all_layers), list[Layer])

    assert [layer.name for layer in layers] == list(LAYERS)
    assert all(layer.works and said(layer)[0] and layer.remedy is None for layer in layers), layers


def test_a_worker_that_nothing_confines_has_no_layers_to_tell_of() -> None:
    confinement = Confinement(Plan())

    assert (confinement.layers, confinement.landlock, confinement.keep()) == ([], 0, [])
    assert [name for name in LAYERS if confinement.has(name)] == list(ALWAYS)


def said(layer: Layer) -> tuple[str, str]:
    """Return the detail and the remedy of a layer, in English."""
    english = catalogue_for()
    return english.words(layer.detail), english.words(layer.remedy or "")


def of_other_kernels() -> dict[str, Any]:
    landlock = ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self")
    return {
        "too old": in_child(prepared("landlock"), answering(errno.ENOSYS, *landlock)),
        "switched off": in_child(prepared("landlock"), answering(errno.EOPNOTSUPP, *landlock)),
        "forbidden by a container": in_child(prepared("landlock"), answering(errno.EPERM, *landlock)),
        "one user": in_child(prepared("uid"), answering(errno.EPERM, "setresuid")),
        "no place": in_child(lambda: msgspec.to_builtins(Confinement(nowhere()).layers[0])),
    }


def nowhere() -> Plan:
    return Plan(layers=("landlock",), trees=("/no_such_place",))


@pytest.fixture(scope="module")
def others() -> dict[str, Layer]:
    return {name: msgspec.convert(told, Layer) for name, told in elsewhere(of_other_kernels).items()}


@pytest.mark.parametrize("kernel", ["too old", "switched off", "forbidden by a container", "no place"])
def test_where_landlock_cannot_be_had_the_kernel_is_named_and_what_helps(kernel: str, others: dict[str, Layer]) -> None:
    layer = others[kernel]

    assert (layer.name, layer.works) == ("landlock", False)
    detail, remedy = said(layer)
    assert platform.release() in detail
    assert "5.13" in remedy


def test_a_place_that_cannot_be_granted_is_named(others: dict[str, Layer]) -> None:
    assert "/no_such_place" in said(others["no place"])[0]


def test_root_that_cannot_become_somebody_else_says_so(others: dict[str, Layer]) -> None:
    """An ordinary user has no need to."""
    layer = others["one user"]

    assert layer.works is not ROOT
    detail, remedy = said(layer)
    assert (str(UID) in detail, "ordinary user" in remedy) == (ROOT, ROOT)


def without_libseccomp() -> Any:
    found = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None if name == "seccomp" else found(name)
    # It looks for the library when it is imported.
    import sys

    for name in [name for name in sys.modules if name.startswith("pyseccomp")]:
        del sys.modules[name]
    return prepared("seccomp")()


def without_pyseccomp() -> Any:
    import sys

    sys.modules["pyseccomp"] = None  # type: ignore[assignment]
    return prepared("seccomp")()


@pytest.mark.parametrize("missing", [without_libseccomp, without_pyseccomp])
def test_a_missing_libseccomp_is_a_missing_layer(missing: Callable[[], Any]) -> None:
    layer = msgspec.convert(elsewhere(missing), Layer)

    assert (layer.name, layer.works) == ("seccomp", False)
    detail, remedy = said(layer)
    assert "seccomp" in detail
    assert "apt-get install libseccomp2" in remedy


def private_places(place: str) -> list[Any]:
    """Return what is told of the user's layer with a place that all can read, and with one that only root can."""
    plans = [Plan(layers=("uid",), trees=(tree,)) for tree in ("/usr", place)]
    told = [said(Confinement(plan).layers[0])[0] for plan in plans]
    return [told, [capabilities(Confinement(plan)) for plan in plans]]


def capabilities(confinement: Confinement) -> Any:
    """Return the capabilities of a process that has become nobody."""

    def act() -> int:
        status = os.open("/proc/self/status", os.O_RDONLY)
        confinement.become_nobody()
        line = next(line for line in os.pread(status, 1 << 14, 0).splitlines() if line.startswith(b"CapEff"))
        return int(line.split()[1], 16)

    return in_child(act)


def test_root_keeps_the_right_to_read_where_only_root_can_read_what_workers_need(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    told, capable = elsewhere(private_places, str(tmp_path))

    assert ["CAP_DAC_READ_SEARCH" in detail for detail in told] == [False, ROOT]
    assert capable == [0, (1 << 2) if ROOT else 0]


def close_doors(confinement: Confinement) -> None:
    confinement.become_nobody()
    confinement.close_doors()


def raise_limit(confinement: Confinement) -> None:
    confinement.limit(1 << 70)


def without_what_they_rest_on() -> dict[str, Any]:
    """Return how layers fail in a worker where nothing was tried to make them work."""
    refused = answering(errno.EPERM, "setrlimit", "prlimit64")
    return {
        "landlock": in_child(failing("uid", "landlock", act=close_doors)),
        "seccomp": in_child(failing("uid", "seccomp", act=close_doors)),
        "limits": in_child(failing("limits", act=lambda confinement: confinement.limit(MEMORY)), refused),
        "too much": in_child(failing("limits", act=raise_limit)),
        "uid": in_child(failing("uid", act=Confinement.become_nobody), answering(errno.EPERM, "setresgid")),
        "in order": in_child(failing(*LAYERS, act=all_in_order)),
    }


def all_in_order(confinement: Confinement) -> None:
    confinement.become_nobody()
    own_process.forbid_privileges()
    confinement.limit(MEMORY)
    confinement.close_doors()


@pytest.fixture(scope="module")
def failures() -> dict[str, str]:
    found: dict[str, str] = elsewhere(without_what_they_rest_on)
    return found


@pytest.mark.parametrize("layer", ["landlock", "seccomp"])
def test_without_no_new_privs_a_layer_fails_by_name(layer: str, failures: dict[str, str]) -> None:
    """Where the tests themselves were started with it, it cannot be left out."""
    inherited = status_of("self")["NoNewPrivs"] == "1"

    assert failures[layer].startswith("it went on without" if inherited else f"{layer}: [Errno")


@pytest.mark.parametrize(("case", "said"), [("limits", "limits: "), ("too much", "limits: ")])
def test_a_limit_that_the_kernel_refuses_fails_by_name(case: str, said: str, failures: dict[str, str]) -> None:
    assert failures[case].startswith(said)


def test_root_that_cannot_give_it_up_fails_by_name(failures: dict[str, str]) -> None:
    assert failures["uid"].startswith("uid: " if ROOT else "it went on without")


def test_layers_in_their_order_fail_in_nothing(failures: dict[str, str]) -> None:
    assert failures["in order"] == "it went on without"


def bounds(*layers: str) -> Callable[[], Any]:
    confinement = Confinement(Plan(layers=layers))

    def act() -> list[int]:
        confinement.limit(MEMORY)
        kinds = (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC, resource.RLIMIT_CORE)
        return [resource.getrlimit(kind)[1] for kind in kinds]

    return act


def limited() -> dict[str, Any]:
    """Return the bounds of three plans, and those of the process that nobody has touched."""
    kinds = (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC, resource.RLIMIT_CORE)
    return {
        "all": in_child(bounds(*LAYERS)),
        "none": in_child(bounds(*ALWAYS)),
        "left out": in_child(bounds(*(layer for layer in LAYERS if layer != "limits"))),
        "before": [resource.getrlimit(kind)[1] for kind in kinds],
    }


def test_without_confinement_memory_and_processes_are_bounded_and_open_files_are_not() -> None:
    found = elsewhere(limited)

    assert found["all"] == [64, 0, 0]
    assert found["none"] == [found["before"][0], 0, 0]
    assert found["left out"] == found["before"]


def descriptors_kept() -> list[Any]:
    confinement = Confinement(Plan(layers=LAYERS, trees=("/usr",)))
    return [len(confinement.keep()), in_child(lambda: closed(confinement)), len(confinement.keep())]


def closed(confinement: Confinement) -> str:
    (descriptor,) = confinement.keep()
    own_process.forbid_privileges()
    confinement.close_doors()
    try:
        os.fstat(descriptor)
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "open"


def test_the_ruleset_is_kept_until_it_is_put_on_and_closed_then() -> None:
    assert elsewhere(descriptors_kept) == [1, "EBADF", 1]
