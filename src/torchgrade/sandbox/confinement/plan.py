"""Plan of what a worker may read and which layers confine it: made by the command, obeyed by the zygote."""

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
"""Layers of every worker, even if it is not confined (ruling 29)."""
LAYERS = ("uid", *ALWAYS, "no_new_privs", "limits", "landlock", "seccomp")
"""The layers that a worker puts on itself, in their order, before the first byte of a submission is read."""

_BASE = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}


class Plan(Struct, frozen=True, kw_only=True):
    """Confinement of the workers of one zygote."""

    layers: tuple[str, ...] = ALWAYS
    """Names from :data:`LAYERS` to apply."""
    bubblewrap: bool = False
    """Whether the zygote was started inside bubblewrap."""
    trees: tuple[str, ...] = ()
    """Folders and files that a worker may read with all their contents."""
    listed: tuple[str, ...] = ()
    """Folders of which a worker may read only the names, because otherwise no module could be imported from them."""
    modules: tuple[str, ...] = ()
    """Top-level names that a worker may import beside the standard library."""
    witness: str = ""
    """A file that exists and that no worker may read. The canary tries to read it."""

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

    :param without: layers to leave out, which shows what each layer prevents.
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
    """Return the places that can be read with all their contents, and the places that can only be listed.

    :param interpreter: places that the interpreter reads for itself.
    :param folders: where packages are installed, some of them perhaps below the interpreter's own folders.
    :param packages: files and folders of the packages that may be imported.
    :param plugged: folders of plugins, whose contents are never readable.
    """
    # Packages are named one by one, because any other package in these folders may be a solution.
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
        # A folder around the standard library (for example the root folder) cannot be separated from it.
        if os.path.isdir(place) and place not in standard and not _is_within(library, place)
    ]


def plugin_folders(plugins: Plugins) -> list[str]:
    """Return the folders of the plugins' own packages: checks, solutions, and torchgrade itself."""
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
    """Yield the places that the interpreter reads: the standard library and the libraries that it links against."""
    yield from _standard()
    zipped = f"python{sys.version_info.major}{sys.version_info.minor}.zip"
    yield os.path.join(sys.base_prefix, "lib", zipped)
    machine = sysconfig.get_config_var("MULTIARCH") or ""
    for root in ("/lib", "/usr/lib"):
        if machine:
            yield os.path.join(root, machine)
    yield from ("/lib64", "/usr/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")
    # An interpreter may have packages beside its own libraries, so only the libraries are named.
    place = sysconfig.get_config_var("LIBDIR") or ""
    if os.path.isdir(place):
        yield from (entry.path for entry in os.scandir(place) if ".so" in entry.name and entry.is_file())


class _Grants(Struct, frozen=True, kw_only=True):
    """Places that can be granted."""

    trees: set[str] = field(default_factory=set)
    """Places that can be read with all their contents."""
    split: set[str] = field(default_factory=set)
    """Folders that are granted in part."""


def _grants(roots: Iterable[str], apart: Sequence[str]) -> _Grants:
    """Return the roots, or their contents without the folders that must stay apart.

    Landlock grants a folder with everything below it, and cannot take back a part.
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
