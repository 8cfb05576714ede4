"""What torchgrade brings itself is registered as a third party would do it, and every name leads somewhere."""

from __future__ import annotations

import subprocess
import sys

import pytest

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.plugins import builtin
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve

PLUGINS = Plugins([builtin], entry_points=False)
REFERENCES = [
    *(reference for source in PLUGINS.gather("torchgrade_readers") for reference in (source.claims, source.cells)),
    *(
        reference
        for source in PLUGINS.gather("torchgrade_deliveries")
        for reference in (source.recognises, source.read)
    ),
    *(source.load for source in PLUGINS.gather("torchgrade_datasets")),
    *(source.export or source.plan for source in PLUGINS.gather("torchgrade_exporters")),
    *(source.make for source in PLUGINS.gather("torchgrade_executors")),
    *(source.command for source in PLUGINS.gather("torchgrade_commands")),
]


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_name_leads_somewhere(reference: str) -> None:
    assert callable(resolve(reference))


def test_readers_claim_the_files_that_they_read() -> None:
    claims = {source.name: resolve(source.claims) for source in PLUGINS.gather("torchgrade_readers")}

    assert claims["python"]("ada.py")
    assert claims["notebook"]("ada.ipynb")
    assert claims["fences"]("ada.qmd")
    assert claims["markdown"]("ada.md")
    assert not any(claim("README.md") for claim in claims.values())
    assert not any(claim("ada.txt") for claim in claims.values())


def test_every_run_writes_the_results_and_the_gradebook() -> None:
    assert {source.name for source in PLUGINS.gather("torchgrade_exporters") if source.always} == {
        "jsonl",
        "gradebook",
    }


def test_registering_all_plugins_imports_no_torch() -> None:
    """Hooks return names and resources, never functions (ruling 26)."""
    code = (
        "import sys\nfrom torchgrade.plugins.manager import Plugins\nplugins = Plugins()\n"
        "for hook in ('exercises', 'solutions', 'datasets', 'readers', 'deliveries', 'exporters', 'executors', 'commands'):\n"
        "    plugins.gather('torchgrade_' + hook)\n"
        "print([name for name in ('torch', 'numpy', 'pytest') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_layout_and_every_data_set_has_a_description(language: str) -> None:
    catalogue = catalogue_for(language=language)
    sources = [*builtin.torchgrade_deliveries(), *builtin.torchgrade_datasets()]

    assert [source.name for source in sources if source.describe not in catalogue] == []
    assert not catalogue.english & {source.describe for source in sources}
