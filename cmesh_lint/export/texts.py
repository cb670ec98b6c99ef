"""What Envoy's API says of a message, an enum or a field, for hovers: read from `schemas/docs/`."""

from __future__ import annotations

import json
import os

from .. import data


class Texts:
    """Texts by full name; a package is read when it is first asked for."""

    def __init__(self) -> None:
        self._folder = os.path.join(data.folder("schemas"), "docs")
        self._packages: dict[str, dict[str, dict[str, str]]] = {}

    def of(self, package: str, name: str, field: str = "") -> str:
        """The text of a field, or of the message or enum itself; "" where there is none."""
        if package not in self._packages:
            self._packages[package] = self._read(package)
        return self._packages[package].get(name, {}).get(field, "")

    def _read(self, package: str) -> dict[str, dict[str, str]]:
        try:
            with open(os.path.join(self._folder, f"{package}.json"), encoding="utf-8") as file:
                found: dict[str, dict[str, str]] = json.load(file)
        except FileNotFoundError:
            return {}
        found.pop("$comment", None)
        return found
