"""What a package takes for its input, and the order in which it answers: the same for both engines."""

from __future__ import annotations

import json
from functools import partial
from typing import Any


def sorted_values(values: Any) -> tuple[Any, ...]:
    """What a rule holds as a tuple in a fixed order; a rule that is no set holds one value."""
    items = values if isinstance(values, list) else [values]
    return tuple(sorted(items, key=partial(json.dumps, sort_keys=True)))


def review(manifest: str) -> str:
    """A manifest as Gatekeeper hands it to a policy: the admission review of an object that is created."""
    value = json.loads(manifest)
    group, _, version = str(value.get("apiVersion", "")).rpartition("/")
    metadata = value.get("metadata")
    named = metadata if isinstance(metadata, dict) else {}
    asked = {
        "kind": {"group": group, "version": version, "kind": value.get("kind")},
        "operation": "CREATE",
        "object": value,
        **{key: named[key] for key in ("name", "namespace") if key in named},
    }
    return json.dumps({"review": asked, "parameters": {}})
