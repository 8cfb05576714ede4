"""Tests of downloading Fashion-MNIST through torchvision, from a server on loopback."""

from __future__ import annotations

import hashlib
import socket
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from torchvision.datasets import FashionMNIST, utils

from tests.datasets.test_fashion_mnist import written
from torchgrade.datasets import fetching, idx
from torchgrade.datasets.fashion_mnist import load
from torchgrade.datasets.fashion_mnist_download import MIRROR, fetch
from torchgrade.datasets.fetching import FetchError, Step
from torchgrade.model.phrases import phrase

PACKED = [f"{name}.gz" for name in idx.NAMES]


class Quiet(SimpleHTTPRequestHandler):
    """Server of files that writes no log."""

    def log_message(self, *_: object) -> None:
        """Skip the log."""


@pytest.fixture
def served(tmp_path: Path) -> Path:
    """Return the folder on the server: four small files in the layout of the real ones."""
    return written(tmp_path / "served", ".gz")


@pytest.fixture
def server(served: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield the URL of a server of these files; make torchvision accept their checksums."""
    # Restore both after the test, because the function sets them for a separate process.
    monkeypatch.setattr(utils, "tqdm", utils.tqdm)
    monkeypatch.setattr(socket, "setdefaulttimeout", lambda _: None)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(served))) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{http.server_port}/"
        sums = [hashlib.md5((served / name).read_bytes(), usedforsecurity=False).hexdigest() for name in PACKED]
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        monkeypatch.delenv(MIRROR, raising=False)
        monkeypatch.setattr(FashionMNIST, "mirrors", [url])
        monkeypatch.setattr(FashionMNIST, "resources", list(zip(PACKED, sums, strict=True)))
        yield url
        http.shutdown()
        thread.join()


def refusal(folder: Path) -> FetchError:
    with pytest.raises(FetchError) as refused:
        fetch(str(folder), lambda _: None)
    return refused.value


@pytest.mark.usefixtures("server")
def test_the_four_files_are_downloaded_and_can_be_loaded(tmp_path: Path, served: Path) -> None:
    fetch(str(tmp_path / "root"), lambda _: None)

    assert load(str(tmp_path / "root")).digest == load(str(served.parents[1])).digest


def test_a_process_of_its_own_downloads_them_into_place(tmp_path: Path, server: str, served: Path) -> None:
    program = (
        "import sys\n"
        "from torchvision.datasets import FashionMNIST\n"
        "from torchgrade.datasets.fetcher import main\n"
        f"FashionMNIST.mirrors, FashionMNIST.resources = {[server]!r}, {FashionMNIST.resources!r}\n"
        "main(sys.argv[1:], sys.stdout.buffer)\n"
    )
    steps: list[Step] = []
    files = fetching.fetch(
        "torchgrade.datasets.fashion_mnist_download:fetch",
        tmp_path / "root",
        steps.append,
        command=[sys.executable, "-I", "-c", program],
    )

    assert sorted(path.name for path in files) == sorted([*PACKED, *idx.NAMES])
    assert [path.name for path in (tmp_path / "root").iterdir()] == ["FashionMNIST"]
    assert {step.file for step in steps} == set(PACKED)
    assert load(str(tmp_path / "root")).digest == load(str(served.parents[1])).digest


@pytest.mark.usefixtures("server")
def test_each_file_tells_its_progress_up_to_its_size(tmp_path: Path, served: Path) -> None:
    steps: list[Step] = []
    fetch(str(tmp_path), steps.append)

    last = {step.file: step for step in steps}
    sizes = [(served / name).stat().st_size for name in PACKED]
    assert [(one.number, one.of, one.done, one.total) for one in last.values()] == [
        (number, 4, size, size) for number, size in enumerate(sizes, start=1)
    ]


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("name", PACKED)
def test_a_file_with_another_checksum_is_refused_by_its_name(tmp_path: Path, served: Path, name: str) -> None:
    (served / name).write_bytes(b"an error page of a network that wants a login")
    refused = refusal(tmp_path / "root")

    assert (refused.file, refused.reason) == (name, "")


@pytest.mark.usefixtures("server")
def test_a_file_that_the_server_does_not_have_is_named_with_its_answer(tmp_path: Path, served: Path) -> None:
    (served / PACKED[2]).unlink()
    refused = refusal(tmp_path / "root")

    assert refused.file == PACKED[2]
    assert "404" in refused.reason


def test_a_server_that_is_not_there_is_a_reason_in_words(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    monkeypatch.setattr(FashionMNIST, "mirrors", [f"http://127.0.0.1:{port}/"])

    assert refusal(tmp_path).reason == "Connection refused"


def test_a_second_server_is_asked_if_the_first_has_nothing(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FashionMNIST, "mirrors", [f"{server}nothing/", server])
    fetch(str(tmp_path), lambda _: None)

    assert len(load(str(tmp_path)).train_images) == 12


def test_a_mirror_of_the_environment_takes_the_place_of_the_usual_servers(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FashionMNIST, "mirrors", [])
    assert refusal(tmp_path).reason == phrase("error.download.no_server")

    monkeypatch.setenv(MIRROR, server.rstrip("/"))
    fetch(str(tmp_path), lambda _: None)
    assert len(load(str(tmp_path)).train_images) == 12


def test_a_mirror_that_is_no_url_is_a_reason_in_words(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MIRROR, "not a url")

    assert "unknown url type" in refusal(tmp_path).reason
