"""The program `kustomize`, asked so that nothing a repository says is executed, written or fetched.

A kustomization can name programs, containers, plugins, charts and places on the network. kustomize runs none of them
unless it is allowed to by flags; what needs no flag finds neither `git` nor a way out.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import NamedTuple

from ..source.files import LIMIT
from ..source.yaml_writer import dump
from ..system.temporary import folder

SECONDS = 60.0
"""How long a build may take."""
_ALLOWED = ("--enable-alpha-plugins", "--enable-exec", "--enable-helm")
_NOWHERE = "http://127.0.0.1:0"
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


class Built(NamedTuple):
    """What a build printed, or why there is nothing."""

    data: bytes
    trouble: str = ""
    """One line; empty where the build went well."""
    seen_from: str = ""
    """The folder that the paths of origins are seen from. It is gone."""
    copy: str = ""
    """The folder of a copy that was built; empty where there was none."""
    original: str = ""
    """What it was a copy of."""

    def origin(self, path: str) -> str:
        """The file that an origin names."""
        file = os.path.normpath(os.path.join(self.seen_from, path))
        copied = self.copy and file.startswith(f"{self.copy}/")
        return self.original + file[len(self.copy) :] if copied else file


def find() -> str | None:
    """The program, if it is in the PATH. A relative PATH could lead into the repository: it is not followed."""
    found = shutil.which("kustomize")
    return found if found and os.path.isabs(found) else None


def build(program: str, root: str, run_plugins: bool = False, seconds: float = SECONDS) -> Built:
    """What the kustomization in the folder `root` builds; each object says which file it comes from.

    The order to say so is given by a kustomization of our own around it. `run_plugins`: whether kustomize may run what
    is named, in the environment of this process.
    """
    try:
        with folder() as here:
            return _built(program, root, run_plugins, seconds, here)
    except OSError as error:
        return Built(b"", no_folder(error))


def no_folder(error: OSError) -> str:
    """Why nothing is built where files cannot be laid out."""
    return f"temporary files cannot be written: {(error.strerror or str(error)).lower()}"


def _built(program: str, root: str, run_plugins: bool, seconds: float, here: str) -> Built:
    # kustomize names folders by their real paths.
    empty, order = os.path.join(here, "empty"), os.path.join(here, "order")
    os.mkdir(empty)
    os.mkdir(order)
    way = os.path.relpath(os.path.realpath(root), order)
    with open(os.path.join(order, "kustomization.yaml"), "w", encoding="utf-8") as file:
        file.write(dump({"resources": [way], "buildMetadata": ["originAnnotations"]}))
    environment = dict(os.environ) if run_plugins else _environment(empty)
    command = [program, "build", *(_ALLOWED if run_plugins else ()), order]
    return _ran(command, order, environment, seconds)._replace(seen_from=order)


def _environment(empty: str) -> Mapping[str, str]:
    """Variables that lead nowhere."""
    # Go's client goes around a proxy to reach this very machine. It refuses where it takes itself for a CGI script
    # (https://golang.org/s/cgihttpproxy), and over TLS it trusts no one.
    return {
        **dict.fromkeys(("PATH", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "KUSTOMIZE_PLUGIN_HOME"), empty),
        **dict.fromkeys((*_PROXIES, *map(str.upper, _PROXIES)), _NOWHERE),
        "NO_PROXY": "",
        "REQUEST_METHOD": "GET",
        "SSL_CERT_FILE": os.devnull,
        "SSL_CERT_DIR": empty,
        "TMPDIR": os.path.dirname(empty),
    }


def _ran(command: list[str], folder: str, environment: Mapping[str, str], seconds: float) -> Built:
    from ..system.child_processes import run

    try:
        done = run(command, cwd=folder, env=environment, timeout=seconds, output_limit=LIMIT)
    except OSError as error:
        return Built(b"", f"kustomize cannot be run: {(error.strerror or str(error)).lower()}")
    if done.overrun == "time":
        return Built(b"", f"kustomize did not finish within {seconds:g} s")
    if done.overrun == "output":
        return Built(b"", f"the output of kustomize exceeds {LIMIT // 1024 // 1024} MiB")
    if done.returncode != 0:
        return Built(b"", f"kustomize: {_complaint(done.stderr)}")
    return Built(done.stdout)


def _complaint(stderr: bytes) -> str:
    """The end of its message: it begins with how the program came there."""
    words = " ".join(stderr.decode("utf-8", "replace").split()) or "nothing"
    inner = words.rpartition("Error: ")[2].rpartition("recursed accumulation of path ")[2]
    return inner if len(inner) <= 300 else f"{inner[:299]}…"
