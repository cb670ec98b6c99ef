"""The launcher: a program of its own that gives up what rights it can, and then becomes the program it is given.

It runs as `python -I -S -c SOURCE REPORT SCRATCH SECONDS PROGRAM ARGUMENT…`, in the folder `SCRATCH/work`, and imports
nothing of this package. On the file descriptor REPORT it says as JSON which protections hold, one of `PROTECTIONS`
each, and, where PROGRAM cannot be started, why.

No `preexec_fn`: that is not safe where there are threads.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import stat
import sys
from contextlib import suppress
from typing import Any, NoReturn

PROTECTIONS = ("network", "files", "processes", "privileges", "limits")
"""network: no way to another machine. files: writes only below the scratch folder, and reads only there and in what
the program itself needs. processes: neither sees nor reaches other processes. privileges: not root, and no way to more
rights. limits: of memory, processor time and the size of files."""
NOBODY = 65534
MEMORY = 4 << 30
"""Bytes of data."""
ADDRESSES = 16 << 30
"""Bytes of addresses: the allocator of Envoy reserves gigabytes that it never uses."""
FILE_SIZE = 64 << 20
PROCESSES = 512
"""Threads count as well."""

_NEWNS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x00020000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
_ALL = _NEWNS | _NEWIPC | _NEWPID | _NEWNET
_SET_DEATH_SIGNAL, _SET_NO_NEW_PRIVILEGES = 1, 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""The system calls of Landlock; they have the same number on every architecture that Envoy is built for."""
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE, _IOCTL = 1, 2, 4, 8, 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
"""What can be allowed for what is no folder."""
_SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/nix/store", "/gnu/store"),
    *("/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/etc/ld-musl-x86_64.path"),
    *(
        "/etc/ssl/certs",
        "/etc/ssl/cert.pem",
        "/etc/ssl/openssl.cnf",
        "/etc/pki/tls/certs",
        "/etc/pki/ca-trust/extracted",
    ),
    *("/sys/devices/system/cpu", "/sys/fs/cgroup", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat"),
    *("/proc/sys/kernel", "/proc/sys/vm", "/proc/sys/net/core", "/dev/urandom", "/dev/random", "/dev/zero"),
)
"""What a program reads to start: libraries, the number of processors, the certificates that the system trusts."""


def main(arguments: list[str]) -> NoReturn:
    """Confine this process, and become the program. Does not return."""
    report, scratch, seconds, program = int(arguments[0]), arguments[1], int(arguments[2]), arguments[3]
    os.set_inheritable(report, False)
    try:
        # It stays within reach when the folder it lies in does not.
        file = os.open(program, os.O_RDONLY | os.O_CLOEXEC)
        own = os.pread(file, 4, 0) == b"\x7fELF"
        held = _confined(scratch, seconds, file if own else None)
        os.write(report, json.dumps({"held": sorted(held)}).encode() + b"\n")
        os.execve(file if own and os.execve in os.supports_fd else program, arguments[3:], dict(os.environ))
    except Exception as error:
        words = getattr(error, "strerror", None) or str(error) or type(error).__name__
        os.write(report, json.dumps({"error": words}).encode() + b"\n")
    os._exit(127)


def _confined(scratch: str, seconds: int, binary: int | None) -> set[str]:
    """The protections that hold, once all that the system gives have been taken."""
    held = {"limits"} if _limit(seconds) else set()
    libc = _libc()
    if libc is None:
        return held
    root = os.geteuid() == 0
    _die_with_parent(libc)
    # A script needs an interpreter and its libraries, which may be where only root can read.
    drops = root and binary is not None and _is_open_to_all(os.path.dirname(scratch)) and _give_away(scratch, NOBODY)
    got = _unshared(libc, _ALL) if root else 0
    dropped = False
    if not got & _NEWNET:
        # Root in a user namespace still owns the files of root: it comes after root is gone.
        dropped = drops and _drop(scratch)
        got |= _unshared(libc, _NEWUSER | (_ALL & ~got))
    if got & _NEWUSER:
        _lower(resource.RLIMIT_NPROC, PROCESSES)
    if got & _NEWPID:
        _descend(libc)
        held.add("processes")
    dropped = dropped or (drops and _drop(scratch))
    _die_with_parent(libc)
    if libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and (dropped or not root):
        held.add("privileges")
    if got & _NEWNET:
        held.add("network")
    if _lock(libc, _SYSTEM if binary is not None else ("/",), binary) and binary is not None:
        held.add("files")
    return held


def _libc() -> Any:
    if sys.platform != "linux":
        return None
    try:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        libc.syscall.restype = ctypes.c_long
    except (ImportError, OSError, AttributeError):
        return None
    return libc


def _limit(seconds: int) -> bool:
    limits = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_DATA, MEMORY),
        # It means nothing on macOS.
        *(((resource.RLIMIT_AS, ADDRESSES),) if sys.platform == "linux" else ()),
    )
    lowered = [_lower(kind, most) for kind, most in limits]
    return all(lowered)


def _lower(kind: int, most: int) -> bool:
    """Whether a limit holds that is at least as low."""
    _, hard = resource.getrlimit(kind)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(kind, (wanted, wanted))
    except (OSError, ValueError):
        return False
    return True


def _die_with_parent(libc: Any) -> None:
    libc.prctl(_SET_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0)


def _unshared(libc: Any, flags: int) -> int:
    """Those of the namespaces that there are now: all, the most important, or none."""
    user = flags & _NEWUSER
    for wanted in (flags, flags & ~_NEWPID, user | (flags & _NEWNET)):
        if wanted & ~_NEWUSER and libc.unshare(wanted) == 0:
            return wanted
    return 0


def _descend(libc: Any) -> None:
    """Go on as a child in the namespace of processes, which this one only made; it waits, and ends as the child does.

    The child is not the first there: what signals mean is different for the first.
    """
    for _ in range(2):
        child = os.fork()
        if child:
            _wait_for(child)
        _die_with_parent(libc)


def _wait_for(child: int) -> NoReturn:
    os.closerange(0, 3)
    while True:
        ended, status = os.wait()
        if ended == child:
            # As a shell says which signal it was.
            os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))


def _drop(scratch: str) -> bool:
    """Whether this is `NOBODY` now."""
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:
        _give_away(scratch, os.geteuid())
        return False
    return True


def _give_away(scratch: str, user: int) -> bool:
    """Whether what the program reads and writes belongs to that user now."""
    work = os.path.join(scratch, "work")
    try:
        os.chmod(scratch, 0o711)
        for path in (work, *(os.path.join(work, name) for name in os.listdir(work))):
            os.chown(path, user, -1)
    except OSError:
        return False
    return True


def _is_open_to_all(folder: str) -> bool:
    """Whether everybody gets to what lies in a folder: Envoy looks at each folder on the way to a file."""
    path = os.path.realpath(folder)
    while os.stat(path).st_mode & stat.S_IXOTH:
        if path == os.path.dirname(path):
            return True
        path = os.path.dirname(path)
    return False


def _lock(libc: Any, readable: tuple[str, ...], binary: int | None) -> bool:
    """Whether Landlock holds: reads of `readable` and `binary`, writes below the current folder, no TCP."""
    import ctypes

    version = libc.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    files = (1 << (13 + (version >= 2) + (version >= 3))) - 1 | (_IOCTL if version >= 5 else 0)
    attributes = (ctypes.c_uint64 * 3)(files, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(attributes), size, 0)
    if ruleset < 0:
        return False
    try:
        if binary is not None:
            _allow(libc, ruleset, binary, files & _READ)
        for path, access in (
            *((path, _READ) for path in readable),
            (".", ~_EXECUTE),
            ("/dev/null", _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL),
            # Envoy names its threads.
            ("/proc/self", _READ_FILE | _READ_DIR | _WRITE_FILE | _TRUNCATE),
        ):
            with suppress(OSError):
                place = os.open(path, os.O_PATH | os.O_CLOEXEC)
                _allow(libc, ruleset, place, files & access)
                os.close(place)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: Any, ruleset: int, place: int, access: int) -> None:
    import ctypes

    if not stat.S_ISDIR(os.fstat(place).st_mode):
        access &= _OF_FILES
    rule = ctypes.create_string_buffer(access.to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder), 12)
    libc.syscall(_ADD_RULE, ruleset, 1, rule, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
