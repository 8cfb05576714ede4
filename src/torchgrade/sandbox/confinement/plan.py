"""What a worker may read, and what keeps it in: made by the command, obeyed by the zygote."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from torchgrade.courses.surroundings import imports_of
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.packages import find_packages

ALWAYS = ("parent_death", "descriptors", "environment", "hidden")
"""What every worker does, also where nothing confines it (ruling 29)."""
LAYERS = ("uid", *ALWAYS, "no_new_privs", "limits", "landlock", "seccomp")
"""The layers that a worker puts on itself, in their order, before the first byte of a submission is read."""

_BASE = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}


class Plan(Struct, frozen=True, kw_only=True):
    """How the workers of one zygote are confined."""

    layers: tuple[str, ...] = ALWAYS
    """Those of :data:`LAYERS` to put on."""
    bubblewrap: bool = False
    """Whether the zygote was started inside bubblewrap."""
    trees: tuple[str, ...] = ()
    """Folders and files that a worker may read with all that is in them."""
    listed: tuple[str, ...] = ()
    """Folders of which it may read the names only: nothing could be imported from them otherwise."""
    modules: tuple[str, ...] = ()
    """Top-level names that it may import beside the standard library."""
    witness: str = ""
    """A file that exists and that no worker may read: what the canary tries."""

    @property
    def confines(self) -> bool:
        """Whether workers are confined at all."""
        return self.layers != ALWAYS


def make_plan(
    plugins: Plugins,
    exercises: Sequence[str],
    level: SandboxLevel,
    *,
    without: Sequence[str] = (),
) -> Plan:
    """Return the plan for workers that load submissions for some exercises.

    :param without: layers to leave out, which shows what each of them holds off.
    """
    if level is SandboxLevel.NONE:
        return Plan()
    packages = find_packages(imports_of(plugins, exercises))
    trees, listed = readable(_interpreter(), package_folders(), packages.paths, plugin_folders(plugins))
    return Plan(
        layers=tuple(layer for layer in LAYERS if layer not in without),
        trees=trees,
        listed=listed,
        modules=packages.modules,
        witness=os.path.join(os.path.dirname(os.path.realpath(__file__)), "plan.py"),
    )


def readable(
    interpreter: Iterable[str], folders: Sequence[str], packages: Sequence[str], plugged: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which places can be read with all that is in them, and of which the names only.

    :param interpreter: what the interpreter reads of itself.
    :param folders: where packages are installed, some of them perhaps below the interpreter's own folders.
    :param packages: files and folders of the packages that may be imported.
    :param plugged: folders of plugins; nothing in them is ever readable.
    """
    # Whatever else is installed where packages are may be a solution: they are named one by one.
    own = _grants(interpreter, [*folders, *plugged])
    named = _grants(packages, plugged)
    parents = {os.path.realpath(os.path.dirname(path)) for path in packages}
    return tuple(sorted({*own.trees, *named.trees})), tuple(sorted({*own.split, *named.split, *parents}))


def package_folders() -> list[str]:
    """Return the folders of this interpreter in which packages are installed or linked from."""
    library = os.path.realpath(sysconfig.get_path("stdlib"))
    standard = {os.path.realpath(place) for place in _standard()}
    # A virtual environment has packages of its own, and the interpreter below it may have others.
    schemes = [sysconfig.get_path(name, vars=base) for name in ("purelib", "platlib") for base in ({}, _BASE)]
    below = [os.path.join(place, name) for place in standard for name in ("site-packages", "dist-packages")]
    candidates = [*sys.path, *site.getsitepackages(), *schemes, *below]
    return [
        place
        for place in dict.fromkeys(map(os.path.realpath, filter(None, candidates)))
        # What is around the standard library, the root folder say, cannot be set apart from it.
        if os.path.isdir(place) and place not in standard and not _is_within(library, place)
    ]


def plugin_folders(plugins: Plugins) -> list[str]:
    """Return where the plugins' own packages lie: checks, solutions, and torchgrade itself."""
    found = []
    for plugin in plugins.manager.get_plugins():
        top = str(getattr(plugin, "__name__", "")).partition(".")[0]
        module = sys.modules.get(top)
        found += [os.path.realpath(place) for place in getattr(module, "__path__", ())]
    return list(dict.fromkeys(found))


def _standard() -> list[str]:
    """Return the folders of the standard library."""
    names = ("stdlib", "platstdlib")
    places = [sysconfig.get_path(name, vars=base) for name in names for base in ({}, _BASE)]
    return [*places, *(os.path.join(place, "lib-dynload") for place in places)]


def _interpreter() -> Iterator[str]:
    """Yield what the interpreter reads of itself: the standard library and what its modules link against."""
    yield from _standard()
    zipped = f"python{sys.version_info.major}{sys.version_info.minor}.zip"
    yield os.path.join(sys.base_prefix, "lib", zipped)
    machine = sysconfig.get_config_var("MULTIARCH") or ""
    for root in ("/lib", "/usr/lib"):
        if machine:
            yield os.path.join(root, machine)
    yield from ("/lib64", "/usr/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")
    # Beside a library of its own, an interpreter may have packages, so that only the libraries are named.
    place = sysconfig.get_config_var("LIBDIR") or ""
    if os.path.isdir(place):
        yield from (entry.path for entry in os.scandir(place) if ".so" in entry.name and entry.is_file())


class _Grants(Struct, frozen=True, kw_only=True):
    """What can be granted of some places."""

    trees: set[str] = field(default_factory=set)
    """To be read with all that is in them."""
    split: set[str] = field(default_factory=set)
    """Folders that are granted in part."""


def _grants(roots: Iterable[str], apart: Sequence[str]) -> _Grants:
    """Return the roots, or what is in them without the folders that are to stay apart.

    Landlock grants a folder with all that is below it, and cannot take anything back.
    """
    grants = _Grants()
    waiting = list(roots)
    while waiting:
        root = os.path.realpath(waiting.pop())
        known = root in grants.split or not os.path.lexists(root)
        if known or any(_is_within(root, place) for place in apart):
            continue
        if any(_is_within(place, root) for place in apart):
            grants.split.add(root)
            with os.scandir(root) as entries:
                waiting += [entry.path for entry in entries]
        else:
            grants.trees.add(root)
    return grants


def _is_within(place: str, root: str) -> bool:
    return place == root or place.startswith(root.rstrip("/") + "/")
