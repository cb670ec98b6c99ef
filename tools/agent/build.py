"""Build a program that runs the Cilium agent's own code, one binary a release.

    python tools/agent/build.py [MINOR…] [--out DIR]

Each release of `../descriptors/releases.txt` since 1.18 is linked as a Go module of its own, in a temporary
directory: the requirements and replacements are those of Cilium's `go.mod`. A first build of a release
takes some minutes; Go's caches make the next one short.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
RELEASES = HERE.parent / "descriptors" / "releases.txt"
OUT = HERE.parent.parent / ".tools" / "agent"
CILIUM = "github.com/cilium/cilium"
OLDEST = (1, 18)
"""Before it another package of the agent called the parser, with other arguments."""


UNAVAILABLE = 3
"""The exit code when a module of some release cannot be fetched."""


class Module(NamedTuple):
    """Where Go keeps a module: its directory and its own `go.mod`; with the checksums of both."""

    directory: Path
    go_mod: Path
    checksums: tuple[str, str]


def releases() -> dict[str, str]:
    """The Cilium release of each minor this can be built for, oldest first: `{"1.20": "v1.20.2"}`."""
    lines = RELEASES.read_text(encoding="utf-8").splitlines()
    pins = dict(line.split() for line in lines if line and not line.startswith("#"))
    return {minor: version for minor, version in pins.items() if tuple(map(int, minor.split("."))) >= OLDEST}


class UnavailableError(Exception):
    """A module that a release needs cannot be fetched from here."""


def build(minor: str, out: Path = OUT) -> Path:
    """The path of `agent-MINOR` in `out`, built where it is missing or older than what it is made of.

    Raises UnavailableError when a module cannot be fetched, CalledProcessError when Go fails otherwise.
    """
    binary = out.resolve() / f"agent-{minor}"
    made_of = last_change()
    if binary.exists() and binary.stat().st_mtime_ns == made_of:
        return binary
    out.mkdir(parents=True, exist_ok=True)
    version = releases()[minor]
    settings = ("-mod=mod", "-tags", f"cilium_{minor.replace('.', '_')}")
    with tempfile.TemporaryDirectory(prefix=".building-", dir=out) as scratch:
        here = Path(scratch)
        write_module(here, version, downloaded(version))
        run_go(here, "list", "-deps", *settings, ".")  # fetches what the build needs
        run_go(here, "build", *settings, "-trimpath", "-ldflags=-s -w", "-o", binary.name)
        os.utime(here / binary.name, ns=(made_of, made_of))
        # In one step, so that nobody runs half of a binary.
        (here / binary.name).replace(binary)
    return binary


def last_change() -> int:
    """When the sources or the list of releases were last written, in nanoseconds."""
    return max(path.stat().st_mtime_ns for path in (RELEASES, *sources()))


def sources() -> list[Path]:
    """What the program is written in."""
    return [*HERE.glob("*.go"), *HERE.glob("*.s")]


def downloaded(version: str) -> Module:
    """Cilium's module in Go's cache, fetched where it is missing."""
    with tempfile.TemporaryDirectory() as elsewhere:
        text = run_go(Path(elsewhere), "mod", "download", "-json", f"{CILIUM}@{version}")
    said: Mapping[str, str] = json.loads(text)
    return Module(Path(said["Dir"]), Path(said["GoMod"]), (said["Sum"], said["GoModSum"]))


def write_module(here: Path, version: str, cilium: Module) -> None:
    """Write our sources and a `go.mod` that asks for what Cilium asks for, and for Cilium."""
    for source in sources():
        shutil.copy(source, here)
    shutil.copy(cilium.go_mod, here / "go.mod")
    # Tools are no part of what the agent links.
    tools = json.loads(run_go(here, "mod", "edit", "-json")).get("Tool") or []
    dropped = [f"-droptool={tool['Path']}" for tool in tools]
    run_go(here, "mod", "edit", "-module=agent", f"-require={CILIUM}@{version}", *dropped)
    whole, only_mod = cilium.checksums
    sums = (cilium.directory / "go.sum").read_text(encoding="utf-8")
    own = f"{CILIUM} {version} {whole}\n{CILIUM} {version}/go.mod {only_mod}\n"
    (here / "go.sum").write_text(sums + own, encoding="utf-8")


def run_go(directory: Path, *arguments: str) -> str:
    """Run `go` without cgo and with the toolchain at hand; its stdout."""
    environment = {**os.environ, "CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off"}
    done = subprocess.run(
        ["go", *arguments], cwd=directory, env=environment, capture_output=True, text=True, check=False
    )
    if refused := re.search(r"\S+: reading https?://.*", done.stderr):
        raise UnavailableError(refused.group())
    if done.returncode:
        sys.stderr.write(done.stderr)
    done.check_returncode()
    return done.stdout


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Build a program from the Cilium agent's own code, one binary per release."
    )
    parser.add_argument("minors", nargs="*", metavar="MINOR", help="as 1.20; all when empty")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help="where to (default .tools/agent)")
    arguments = parser.parse_args()
    known = releases()
    if unknown := [minor for minor in arguments.minors if minor not in known]:
        parser.error(f"no release for {', '.join(unknown)}; there are {', '.join(known)}")
    return max([told(minor, arguments.out) for minor in arguments.minors or known])


def told(minor: str, out: Path) -> int:
    """Build one release and print where it is, or why it cannot be built here; the exit code."""
    try:
        print(build(minor, out))
    except UnavailableError as why:
        print(f"no agent-{minor}: a module cannot be fetched: {why}", file=sys.stderr)
        return UNAVAILABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
