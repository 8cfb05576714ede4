"""Listing of submissions with the readers and layouts of the plugins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.layouts import Layout
from torchgrade.deliveries.listing import list_submissions
from torchgrade.deliveries.reading import Delivery
from torchgrade.model.catalogue import Catalogue
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve


def list_inputs(
    paths: Sequence[Path],
    out: Path | None,
    plugins: Plugins,
    catalogue: Catalogue,
    delivery: Delivery | None = None,
) -> Listing:
    """List the submissions in the paths without grading them.

    :param delivery: settings for reading folders and archives; None if a path is one person's own work.
    :raises UsageError: a path does not exist.
    """
    readers = [resolve(source.claims) for source in plugins.gather("torchgrade_readers")]
    return list_submissions(paths, readers, out, catalogue.note, delivery)


def installed_layouts(plugins: Plugins) -> tuple[Layout, ...]:
    """Return the layouts of the plugins in the order of their trial; keep only the first layout of each name."""
    layouts: dict[str, Layout] = {}
    for source in plugins.gather("torchgrade_deliveries"):
        recognises, read = resolve(source.recognises), resolve(source.read)
        layout = Layout(name=source.name, recognises=recognises, read=read, is_certain=source.is_certain)
        layouts.setdefault(source.name, layout)
    return tuple(layouts.values())
