"""What the options and the configuration of Dask must say before torchgrade connects."""

from __future__ import annotations

from pathlib import Path

import dask.config
import pytest
from distributed import Security

from torchgrade.errors import UsageError
from torchgrade.grading.cluster.joining import join
from torchgrade.grading.executors import Cluster
from torchgrade.model.runs import RunConfig

CONFIG = RunConfig(exercises=("f",), data="d", data_root="", seed=1, hidden_seed=2)
ADDRESS = "tls://10.0.0.3:8786"


def test_without_an_address_the_message_names_the_option_and_the_way_for_one_machine() -> None:
    with (
        dask.config.set({"scheduler-address": None}),
        pytest.raises(UsageError, match="--scheduler tls://HOST:8786.*--jobs N"),
    ):
        join(Cluster(), CONFIG)


def test_the_address_may_be_in_the_configuration_of_dask() -> None:
    with (
        dask.config.set({"scheduler-address": "tcp://10.0.0.3:8786"}),
        pytest.raises(UsageError, match="would not be encrypted"),
    ):
        join(Cluster(), CONFIG)


def test_an_encrypted_connection_needs_certificates() -> None:
    with pytest.raises(UsageError, match=r"needs certificates\. Add --tls-ca-file, --tls-cert, or"):
        join(Cluster(scheduler=ADDRESS), CONFIG)
    with pytest.raises(UsageError, match=r"needs certificates\. Add --tls-cert, or"):
        join(Cluster(scheduler=ADDRESS, tls_ca_file="ca.pem"), CONFIG)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    cluster = Cluster(scheduler=ADDRESS, tls_ca_file=str(tmp_path / "no.pem"), tls_cert=str(tmp_path / "no.pem"))

    with pytest.raises(UsageError, match=r"There is no file .*no\.pem"):
        join(cluster, CONFIG)


def test_a_file_that_is_no_certificate_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cert.pem"
    file.write_text("nothing")
    cluster = Cluster(scheduler=ADDRESS, tls_ca_file=str(file), tls_cert=str(file), tls_key=str(file))

    with pytest.raises(UsageError, match="The files of the TLS options cannot be used"):
        join(cluster, CONFIG)


def test_a_scheduler_that_does_not_answer_is_an_event_and_no_thread_is_left(tmp_path: Path) -> None:
    security = Security.temporary()
    for name, text in (("cert", security.tls_client_cert), ("key", security.tls_client_key)):
        (tmp_path / name).write_text(text)
    files = {"tls_ca_file": "cert", "tls_cert": "cert", "tls_key": "key"}
    cluster = Cluster(scheduler="tls://127.0.0.1:9", **{field: str(tmp_path / name) for field, name in files.items()})
    link = join(cluster, CONFIG)
    link.close()

    assert not link.is_alive
