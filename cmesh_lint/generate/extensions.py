"""Writes `schemas/extensions.json`: which release of Cilium has an Envoy with which extension.

    python -m cmesh_lint.generate.extensions tools/extensions/facts

FACTS is `tools/extensions/facts`, which `tools/extensions/README.md` describes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..versions import LATEST

SOURCE = (
    "made by `make extensions` from tools/extensions/facts, never edited. Images: envoy.image.tag in values.yaml of "
    "the charts 1.14.0 to 1.20.0 of github.com/cilium/charts (2026-08-03), and of github.com/cilium/cilium 1.19.7, "
    "1.20.1 and 1.20.2. What is built into an image: envoy_build_config/extensions_build_config.bzl and the "
    "cilium.* factories of github.com/cilium/proxy at the commit in the tag (latest: main of 2026-08-22). "
    "Types and categories: the extension comments of github.com/envoyproxy/data-plane-api at 84e84367 (2026-01-29)."
)
UNKNOWN = ("envoy.matching.", "envoy.quic.packet_writer.")
"""Extensions that Envoy links into its core in part: that a build does not name them says nothing."""
KNOWN = "envoy.matching.input_matchers"
"""The category among those whose every extension is named, or is not there."""


def built(facts: Path) -> dict[str, dict[str, str]]:
    """Extension → minor → the patch releases that have it, as `3-` or `0-5,9-`."""
    found: dict[str, dict[str, str]] = {}
    for minor, known in builds(facts).items():
        label = LATEST if minor == "main" else minor
        for name, patches in _patches(known).items():
            found.setdefault(name, {})[label] = patches
    return found


def _patches(known: dict[str, Any]) -> dict[str, str]:
    """Extension → the patch releases of one minor that have it."""
    spans: dict[str, list[list[int | None]]] = {}
    for first, has in _builds(known):
        for name in has:
            if not spans.get(name) or spans[name][-1][1] is not None:
                spans.setdefault(name, []).append([first, None])
        for name, runs in spans.items():
            if name not in has and runs[-1][1] is None:
                runs[-1][1] = first - 1
    return {
        name: ",".join(f"{start}-{'' if end is None else end}" for start, end in runs) for name, runs in spans.items()
    }


def _builds(known: dict[str, Any]) -> Iterator[tuple[int, set[str]]]:
    """The first patch release of each image, and what is built into it."""
    has = set(known["first"])
    for build in known["builds"]:
        has = (has | set(build.get("added", ()))) - set(build.get("removed", ()))
        yield _first_patch(build), has


def _first_patch(build: dict[str, Any]) -> int:
    patches = [int(patch.rpartition(".")[2]) for patch in build.get("patches", ()) if patch.count(".") == 2]
    return min(patches, default=0)


def envoys(facts: Path) -> dict[str, dict[str, str]]:
    """Minor → the first patch release of each image → its Envoy."""
    return {
        LATEST if minor == "main" else minor: {str(_first_patch(build)): build["envoy"] for build in known["builds"]}
        for minor, known in builds(facts).items()
    }


def builds(facts: Path) -> dict[str, Any]:
    """Minor or `main` → its `first` extensions and its `builds`."""
    found: dict[str, Any] = _read(facts / "builds.json")
    return found


def read(facts: Path) -> dict[str, int]:
    """Minor → the newest patch release whose extensions somebody has read."""
    return {
        minor: max(_last_patch(build) for build in known["builds"] if not build.get("unread"))
        for minor, known in builds(facts).items()
        if minor != "main"
    }


def _last_patch(build: dict[str, Any]) -> int:
    return max(int(patch.rpartition(".")[2]) for patch in build["patches"])


def extensions(facts: Path) -> dict[str, dict[str, Any]]:
    """Extension → `types`, `categories` and `built`: per minor, `always`, `unknown`, or {} for never."""
    types, categories = _read(facts / "types.json"), _read(facts / "categories.json")
    core, releases = _read(facts / "core.json"), built(facts)
    found: dict[str, dict[str, Any]] = {}
    for name in sorted(types):
        has: dict[str, str] | str = releases.get(name, {})
        if name in core:
            has = "always"
        elif not has and name.startswith(UNKNOWN) and KNOWN not in categories[name]:
            has = "unknown"
        found[name] = {"types": types[name], "categories": categories[name], "built": has}
    return found


def render(facts: Path) -> str:
    """The file: one minor or extension a line."""
    parts = [f'"$comment": {json.dumps(SOURCE)}']
    tables: dict[str, dict[str, Any]] = {"envoy": envoys(facts), "read": read(facts), "extensions": extensions(facts)}
    for name, table in tables.items():
        lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in table.items())
        parts.append(f'"{name}": {{\n{lines}\n }}')
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def main(arguments: list[str]) -> None:
    """`FACTS`: the folder. Writes into `schemas/` of the working directory."""
    Path("schemas/extensions.json").write_text(render(Path(arguments[0])), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
