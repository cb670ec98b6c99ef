"""The real Cilium agent as a judge: what `tools/agent` says of CiliumEnvoyConfigs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from cmesh_lint.envoy.delivery import Delivery

Json = Any
Gate = Literal["ok", "api", "dropped", "refused", "crash"]


class Verdict(NamedTuple):
    """What one agent makes of one object, without Envoy."""

    gate: Gate
    """The first that says no, from the API server on."""
    why: str
    """That gate's own words; of several dropped resources, the first's."""
    api: str
    """The API server's objection to the object, empty for none."""
    unknown_fields: tuple[str, ...]
    """Paths that the API server prunes and kubectl refuses."""
    typed_decode: str
    """The client's error that stops the whole watch, empty for none."""
    dropped: Mapping[int, str]
    """Index in `spec.resources` → the decoder's error."""
    refused: str
    """The parser's error, empty for none."""
    crash: str
    """The text of the parser's panic, empty for none."""
    arguments: Mapping[str, Json]
    """How the parser was called: `namespace`, `name`, `is_l7lb`, `inject_cilium_filters`, …"""
    resources: Mapping[str, tuple[Json, ...]]
    """What Envoy gets, in protojson with the names of the .proto files: `listeners`, `routes`, `clusters`,
    `endpoints` and `secrets`, each sorted by name. Empty where nothing is sent or resources were not asked for."""
    listeners: Mapping[str, int]
    """Name of a listener → its port."""
    allocated: Mapping[str, int]
    """The listeners among those whose port the agent has chosen."""
    service_ports: Mapping[str, tuple[str, ...]]
    """`NAMESPACE/NAME` → the ports its endpoints are published for; none means all."""

    @property
    def delivery(self) -> Delivery:
        """What Envoy gets."""
        owner = f"{self.arguments['namespace']}/{self.arguments['name']}"
        return Delivery(owner, self.resources, frozenset(self.allocated))


class Agent:
    """A binary made by `tools/agent/build.py`."""

    def __init__(self, binary: Path) -> None:
        self._binary = binary

    def judge(self, objects: Iterable[Mapping[str, Json]], resources: bool = True) -> list[Verdict]:
        """One verdict for each object, in order. Raises CalledProcessError where the agent cannot answer."""
        questions = "".join(json.dumps({"id": "", "object": dict(o)}) + "\n" for o in objects)
        command = [str(self._binary), *([] if resources else ["--no-resources"])]
        done = subprocess.run(command, input=questions, stdout=subprocess.PIPE, text=True, check=True)
        # Not `splitlines`, which also splits at characters that may stand inside a JSON string.
        return [verdict(json.loads(line)) for line in done.stdout.split("\n") if line]


def verdict(answer: Mapping[str, Json]) -> Verdict:
    """The verdict in one line of the agent's answer."""
    dropped = {int(index): why for index, why in answer["dropped"].items()}
    objections: list[tuple[Gate, str]] = [
        ("api", answer["api"]),
        ("api", answer["typed_decode"]),
        ("crash", answer["crash"]),
        ("refused", answer["refused"]),
        ("dropped", next(iter(dropped.values()), "")),
    ]
    gate, why = next(((gate, why) for gate, why in objections if why), ("ok", ""))
    return Verdict(
        gate=gate,
        why=why,
        api=answer["api"],
        unknown_fields=tuple(answer.get("unknown_fields", ())),
        typed_decode=answer["typed_decode"],
        dropped=dropped,
        refused=answer["refused"],
        crash=answer["crash"],
        arguments=answer.get("arguments", {}),
        resources={kind: tuple(found) for kind, found in answer.get("resources", {}).items()},
        listeners=answer.get("listeners", {}),
        allocated=answer.get("allocated", {}),
        service_ports={name: tuple(ports) for name, ports in answer.get("service_ports", {}).items()},
    )
