"""Services that kustomize has renamed (`namePrefix` and its like): policies name them as they were called before.

kustomize brings references up to date when all functions have run, which is too late for what is made of them. It notes
the former names on each object.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Object = dict[str, Any]
PREVIOUS = "internal.config.kubernetes.io/previousNames"
_REFERENCES = ("targetRefs", "backendRefs", "backendRef")


def renames(items: Iterable[Object]) -> dict[str, str]:
    """Former name → name of the Services among items; without names that are still in use, or were of several."""
    named: dict[str, set[str]] = {}
    for item in items:
        metadata = item.get("metadata")
        if item.get("kind") == "Service" and isinstance(metadata, dict):
            name, annotations = str(metadata.get("name")), metadata.get("annotations")
            noted = annotations.get(PREVIOUS, name) if isinstance(annotations, dict) else name
            for former in (name, *str(noted).split(",")):
                named.setdefault(former, set()).add(name)
    return {former: new for former, (new, *more) in named.items() if former != new and not more}


def renamed(value: Any, names: dict[str, str], within: str = "") -> Any:
    """A policy that names the Services of its namespace as they are called now."""
    if isinstance(value, list):
        return [renamed(each, names, within) for each in value]
    if not isinstance(value, dict):
        return value
    made = {field: renamed(each, names, field) for field, each in value.items()}
    if within in _REFERENCES and "namespace" not in made and isinstance(made.get("name"), str):
        made["name"] = names.get(made["name"], made["name"])
    return made
