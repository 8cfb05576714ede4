"""Reaching the network and other programs through sockets."""

from __future__ import annotations

import os
import socket

from tests.attacks.acts.raw import blocked, call


def connect_tcp(port):
    """Connect to a server on this machine. [44]"""
    socket.create_connection(("127.0.0.1", port), timeout=1).close()
    return "connected"


def connect_tcp_v6(port6):
    """Connect to a server on this machine by its newer address."""
    socket.create_connection(("::1", port6), timeout=1).close()
    return "connected"


def send_udp(port):
    """Send a datagram. [44]"""
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    return f"{sender.sendto(b'x', ('127.0.0.1', port))} byte"


def listen_tcp():
    """Wait for connections. [44]"""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(1)
    return f"port {server.getsockname()[1]}"


def bind_udp():
    """Wait for datagrams."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    return "bound"


def connect_unix_path(socket_path):
    """Connect to a service's socket in the file system. [45]"""
    client = socket.socket(socket.AF_UNIX)
    client.connect(socket_path)
    return "connected"


def connect_unix_abstract(socket_name):
    """Connect to a service's socket that has a name and no file. [45]"""
    client = socket.socket(socket.AF_UNIX)
    client.connect("\0" + socket_name)
    return "connected"


def send_unix_datagram(datagram_path):
    """Send a datagram to a service's socket in the file system, as a log daemon has one."""
    client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    client.sendto(b"x", datagram_path)
    return "sent"


def bind_unix_path(marker):
    """Make a socket in the file system, as a fork server does."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(os.path.join(marker, "socket"))
    return "bound"


def make_socket_pair():
    """Make two sockets joined to each other."""
    socket.socketpair()
    return "made"


def open_vsock():
    """Make a socket to the host of a virtual machine. [46]"""
    socket.socket(40, socket.SOCK_STREAM)
    return "made"


def open_netlink():
    """Ask the kernel for its network. [46]"""
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    return "made"


def open_audit_netlink():
    """Talk to the kernel's audit."""
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 9)
    return "made"


def open_kernel_crypto():
    """Use the kernel's ciphers. [46]"""
    socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET, 0)
    return "made"


def open_raw_socket():
    """Make a socket for packets of one's own making."""
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    return "made"


def open_packet_socket():
    """Listen to everything on the wire."""
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    return "made"


def open_ping_socket():
    """Make a socket for echo requests, which needs no right where it is allowed."""
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)
    return "made"


def open_any_family():
    """Try all families of sockets that there are. [46]"""
    made = []
    for family in range(46):
        try:
            made.append(os.close(call("socket", family, socket.SOCK_DGRAM, 0)) or family)
        except OSError:
            continue
    if not made:
        raise blocked(1, "no family of 46")
    return f"families {made}"


def resolve_name():
    """Resolve a name, which asks a server or a file."""
    return str(socket.getaddrinfo("localhost", 80)[0][4])


def list_interfaces():
    """List the machine's network interfaces."""
    return " ".join(name for _, name in socket.if_nameindex())


def fetch_by_urllib(port):
    """Fetch a page, as a student would."""
    import urllib.error
    import urllib.request

    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=0.5)
    except urllib.error.URLError as error:
        if isinstance(error.reason, PermissionError):
            raise error.reason from error
        return str(error.reason)
    except (OSError, ValueError) as error:
        return f"connected, then {type(error).__name__}"
    return "fetched"


def start_fork_server():
    """Have multiprocessing start its fork server, which forks whatever a socket asks for. [45]"""
    from multiprocessing import forkserver

    forkserver.ensure_running()
    return "started"
