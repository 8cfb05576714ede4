"""What can be done with the descriptors that a worker has: 0 to 3."""

from __future__ import annotations

import os
import socket

from tests.attacks.acts.raw import call, reached


def find_descriptors():
    """Look for descriptors beside null, output and protocol. [51]"""
    known = {(os.fstat(fd).st_dev, os.fstat(fd).st_ino) for fd in range(4)}
    found = []
    for fd in range(4, 4096):
        try:
            status = os.fstat(fd)
        except OSError:
            continue
        if (status.st_dev, status.st_ino) not in known:
            found.append(fd)
    if not found:
        raise FileNotFoundError(2, "nothing beside them")
    return f"descriptors {found}"


def find_copies_of_protocol():
    """Look for further descriptors of the protocol's socket."""
    ours = os.fstat(3).st_ino
    found = []
    for fd in range(4, 4096):
        try:
            if os.fstat(fd).st_ino == ours:
                found.append(fd)
        except OSError:
            continue
    if not found:
        raise FileNotFoundError(2, "there is one only")
    return f"descriptors {found}"


def _protocol():
    return socket.socket(fileno=os.dup(3))


def ask_peer_of_protocol():
    """Ask who is at the other end of the protocol."""
    import struct

    return str(struct.unpack("3i", _protocol().getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)))


def hold_peer_of_protocol():
    """Take a descriptor of the judge's process from the protocol's socket (SO_PEERPIDFD)."""
    return str(_protocol().getsockopt(socket.SOL_SOCKET, 77))


def widen_protocol():
    """Let the protocol's socket hold more memory of the kernel."""
    _protocol().setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
    return "widened"


def reconnect_protocol(socket_path):
    """Connect the protocol's own socket to a service."""
    import ctypes

    from_library = ctypes.CDLL(None, use_errno=True)
    address = b"\x01\x00" + socket_path.encode() + b"\0"
    if from_library.connect(3, address, len(address)):
        if ctypes.get_errno() in (1, 13, 38):
            raise OSError(ctypes.get_errno(), "connect")
        return "the kernel took it"
    return "connected"


def listen_on_protocol():
    """Make the protocol's socket wait for connections."""
    import ctypes

    from_library = ctypes.CDLL(None, use_errno=True)
    if from_library.listen(3, 1):
        if ctypes.get_errno() in (1, 13, 38):
            raise OSError(ctypes.get_errno(), "listen")
        return "the kernel took it"
    return "listening"


def name_protocol():
    """Ask for the name of the protocol's socket."""
    return repr(_protocol().getsockname())


def list_interfaces_by_protocol():
    """Ask the protocol's socket for the machine's network interfaces (SIOCGIFCONF)."""
    import ctypes
    import fcntl
    import struct

    found = ctypes.create_string_buffer(4096)
    answer = fcntl.ioctl(3, 0x8912, struct.pack("<iiQ", 4096, 0, ctypes.addressof(found)))
    return f"{struct.unpack('<iiQ', answer)[0]} bytes"


def send_descriptor_to_judge():
    """Send a descriptor to the judge (SCM_RIGHTS), which costs this check its protocol."""
    return f"{socket.send_fds(_protocol(), [b'x'], [0])} byte"


def receive_from_judge():
    """Take a message and a descriptor from the judge (recvmsg) before they are asked for."""
    try:
        _protocol().recvmsg(1, 64, socket.MSG_DONTWAIT | socket.MSG_PEEK)
    except BlockingIOError:
        return "the kernel took it (EAGAIN)"
    return "received"


def peek_at_judge():
    """Look at what the judge has sent and not yet asked for (recvfrom)."""
    try:
        _protocol().recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK)
    except BlockingIOError:
        return "the kernel took it (EAGAIN)"
    return "received"


def send_to_judge():
    """Send nothing to the judge by a call of sockets (sendto)."""
    return f"{_protocol().send(b'')} bytes"


def shut_protocol():
    """Ask for the end of the protocol in a way that is none, to see whether it would be heard."""
    import ctypes

    from_library = ctypes.CDLL(None, use_errno=True)
    from_library.shutdown(3, 99)
    if ctypes.get_errno() in (1, 13, 38):
        raise OSError(ctypes.get_errno(), "shutdown")
    return "the kernel took it"


def join_pipes():
    """Move bytes between pipes inside the kernel (splice)."""
    (one, two), (_, four) = os.pipe(), os.pipe()
    os.write(two, b"x")
    return f"{call('splice', one, None, four, None, 1, 2)} byte"


def copy_pipes():
    """Copy bytes between pipes inside the kernel (tee)."""
    (one, two), (_, four) = os.pipe(), os.pipe()
    os.write(two, b"x")
    return f"{call('tee', one, four, 1, 2)} byte"


def give_pages_to_pipe():
    """Give memory to a pipe without copying it (vmsplice)."""
    import ctypes

    text = ctypes.create_string_buffer(b"x")
    vector = (ctypes.c_uint64 * 2)(ctypes.addressof(text), 1)
    return f"{call('vmsplice', os.pipe()[1], vector, 1, 0)} byte"


def send_file():
    """Move a file that may be read into a pipe inside the kernel."""
    return f"{os.sendfile(os.pipe()[1], os.open(os.__file__, os.O_RDONLY), 0, 10)} bytes"


def copy_range():
    """Copy from file to file inside the kernel."""
    return reached("copy_file_range", -1, None, -1, None, 1, 0)


def inject_keys():
    """Type into a terminal, if a descriptor is one."""
    import fcntl

    for fd in range(3):
        fcntl.ioctl(fd, 0x5412, b"\n")
    return "typed"


def steal_terminal():
    """Make a terminal one's own, if a descriptor is one."""
    import fcntl

    fcntl.ioctl(0, 0x540E, 0)
    return "taken"


def open_new_terminal():
    """Make a terminal."""
    return str(os.openpty())


def enlarge_output():
    """Make the output's pipe larger than the grader reckons with."""
    import fcntl

    return f"{fcntl.fcntl(1, fcntl.F_SETPIPE_SZ, 1 << 20)} bytes"


def ask_output_size():
    """Ask how large the output's pipe is."""
    import fcntl

    return f"{fcntl.fcntl(1, fcntl.F_GETPIPE_SZ)} bytes"


def seal_input():
    """Seal the descriptor of the input."""
    import fcntl

    try:
        return f"seals {fcntl.fcntl(0, fcntl.F_GET_SEALS)}"
    except OSError as error:
        if error.errno == 22:
            return "the kernel took it (EINVAL)"
        raise


def write_to_input():
    """Write to the input, which is /dev/null."""
    return f"{os.write(0, b'x')} byte"
