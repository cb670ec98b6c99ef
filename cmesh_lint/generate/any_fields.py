"""Writes `schemas/any_fields.json`: which extensions are in which `Any`.

    python -m cmesh_lint.generate.any_fields tools/extensions/facts

FACTS is `tools/extensions/facts`, which `tools/extensions/README.md` describes.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..versions import LATEST, MINORS
from .extensions import builds

SOURCE = (
    "made by `make extensions` from the extension comments of envoyproxy/data-plane-api at "
    "84e84367 and source/extensions/extensions_metadata.yaml of envoyproxy/envoy at 0068f37e, and cilium/proxy"
)
_BOOTSTRAP = ("envoy.config.bootstrap.", "envoy.config.metrics.", "envoy.config.overload.")
"""Messages that no resource of a CEC leads to."""


def fields(facts: Path) -> dict[str, list[str]]:
    """Field by full name → the categories it takes."""
    known: dict[str, list[str]] = _read(facts / "fields.json")
    found = {**known, **_read(facts / "fields_by_hand.json")}
    return {name: sorted(found[name]) for name in sorted(found) if not name.startswith(_BOOTSTRAP)}


def types(facts: Path, refused: set[str]) -> dict[str, dict[str, str]]:
    """Category → the messages that configure its extensions → the releases whose Envoy has one, joined by commas.

    The categories in `refused` are left out.
    """
    messages = _read(facts / "types.json")
    built = _built(facts)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for extension, categories in _read(facts / "categories.json").items():
        releases = ",".join(release for release, names in built.items() if extension in names)
        for category in set(categories) - refused if releases else ():
            found[category].update(dict.fromkeys(messages.get(extension, ()), releases))
    return {category: dict(sorted(found[category].items())) for category in sorted(found) if found[category]}


def _built(facts: Path) -> dict[str, set[str]]:
    """Release → the extensions that the Envoy of one of its patch releases has."""
    always = set(_read(facts / "core.json"))
    known = {
        LATEST if release == "main" else release: always.union(
            each["first"], *(build.get("added", ()) for build in each["builds"])
        )
        for release, each in builds(facts).items()
    }
    found: dict[str, set[str]] = {}
    for minor in MINORS:
        # Of a minor that has no build here, what the one before it has is what is known.
        found[minor] = known.get(minor) or found[MINORS[MINORS.index(minor) - 1]]
    return {**found, LATEST: known[LATEST]}


def bootstrap_only(facts: Path, taken: dict[str, list[str]]) -> set[str]:
    """The categories that only the bootstrap takes."""
    everywhere = {category for categories in _read(facts / "fields.json").values() for category in categories}
    return everywhere - {category for categories in taken.values() for category in categories}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def render(taken: dict[str, list[str]], known: dict[str, dict[str, str]]) -> str:
    """The file: one field or category a line."""
    parts = [f'"$comment": {json.dumps(SOURCE)}']
    tables: dict[str, Mapping[str, Any]] = {"fields": taken, "types": known}
    for name, table in tables.items():
        lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in table.items())
        parts.append(f'"{name}": {{\n{lines}\n }}')
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def main(arguments: list[str]) -> None:
    """`FACTS`: the folder. Writes into `schemas/` of the working directory."""
    facts = Path(arguments[0])
    taken = fields(facts)
    text = render(taken, types(facts, bootstrap_only(facts, taken)))
    Path("schemas/any_fields.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
