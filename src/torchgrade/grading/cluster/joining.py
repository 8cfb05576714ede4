"""Connection to a scheduler, from the options of the command or the configuration of Dask."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

import dask.config
from distributed import Security

from torchgrade.errors import UsageError
from torchgrade.grading.cluster.addresses import is_encrypted, read_address
from torchgrade.grading.cluster.link import Link
from torchgrade.grading.executors import Cluster
from torchgrade.model.phrases import listed
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import told


def join(cluster: Cluster, config: RunConfig) -> Link:
    """Return a link to the scheduler of the options, or of Dask's own configuration.

    :raises UsageError: there is no address or no usable certificate, or no scheduler answers.
    """
    named = cluster.scheduler or dask.config.get("scheduler-address", None) or ""
    if not named:
        raise UsageError(told("cluster.no_scheduler_named"))
    address = read_address(named)
    security = _security(cluster, address)
    _silence()
    return Link(address, security, secrets.token_hex(8), config)


def _security(cluster: Cluster, address: str) -> Security | None:
    """Return the certificates for a connection; None for a plain connection on this machine."""
    if not is_encrypted(address):
        return None
    given = {
        "tls_ca_file": cluster.tls_ca_file,
        "tls_client_cert": cluster.tls_cert,
        "tls_client_key": cluster.tls_key,
    }
    # Fields without an option are from Dask's own configuration.
    security = Security(require_encryption=True, **{name: file for name, file in given.items() if file})
    tls: dict[str, str | None] = security.get_tls_config_for_role("client")
    missing = [option for option, part in (("--tls-ca-file", "ca_file"), ("--tls-cert", "cert")) if not tls[part]]
    if missing:
        raise UsageError(told("cluster.no_certificate", address=show_name(address), options=listed(missing)))
    for file in (tls["ca_file"], tls["cert"], tls["key"]):
        if file and not Path(file).is_file():
            raise UsageError(told("cluster.no_file", name=show_name(file)))
    try:
        security.get_connection_args("client")
    except (OSError, ValueError) as error:
        raise UsageError(told("cluster.bad_certificate", reason=show(str(error)))) from error
    return security


def _silence() -> None:
    """Keep the log of distributed off the terminal, because each event has a sentence of ours."""
    for name in ("distributed", "distributed.client", "tornado", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
