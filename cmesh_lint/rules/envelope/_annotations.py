"""The switches that the agent reads from annotations, and before them from a label.

Source: pkg/annotation/k8s.go and cec_resource_parser.go of Cilium 1.14 to 1.20.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...cec.envoy_config import EnvoyConfig
from ...places import Route

PREFIX = "cec.cilium.io/"
SOURCE_ADDRESS = f"{PREFIX}use-original-source-address"
LABEL = "cilium.io/use-original-source-address"
FIRST = {f"{PREFIX}inject-cilium-filters": "1.18", f"{PREFIX}is-l7lb": "1.19", SOURCE_ADDRESS: "1.19"}
"""Each annotation and the first Cilium minor that reads it."""
BOOLEANS = ("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False")
"""What Go's strconv.ParseBool takes."""


def switches(config: EnvoyConfig) -> Iterator[tuple[Route, str, Any]]:
    """Steps from the top of the object, name and value of every switch that is set."""
    for place, names in (("annotations", frozenset(FIRST)), ("labels", frozenset({LABEL}))):
        entries = config.metadata.get(place)
        for name, value in entries.items() if isinstance(entries, dict) else ():
            if name in names:
                yield ("metadata", place, name), name, value
