"""Addresses of schedulers and workers: which connections need encryption, and which have it."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from torchgrade.errors import UsageError
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

ENCRYPTED = "tls"
_PLAIN = "tcp"


def read_address(text: str) -> str:
    """Return the address of a scheduler in full, ``tls://host:8786``. Without a scheme it is a plain connection.

    :raises UsageError: it is no such address, or a plain connection to another machine.
    """
    address = text if "://" in text else f"{_PLAIN}://{text}"
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in {ENCRYPTED, _PLAIN} and bool(parts.hostname) and parts.port is not None
    except ValueError:
        is_address = False
    if not is_address:
        raise UsageError(told("cluster.no_address", address=show_name(text)))
    if not is_safe(address):
        raise UsageError(told("cluster.plain", address=show_name(address)))
    return address


def is_encrypted(address: str) -> bool:
    """Return whether a connection to an address uses TLS."""
    return address.startswith(f"{ENCRYPTED}://")


def is_safe(address: str) -> bool:
    """Return whether no other machine can read or change what a connection carries."""
    return is_encrypted(address) or _is_loopback(urlsplit(address).hostname or "")


def _is_loopback(host: str) -> bool:
    """Return whether every address of a host is of this machine alone."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return all(ipaddress.ip_address(address.partition("%")[0]).is_loopback for address in found)
