"""What the tests of exported schemas share: the schemas of the newest Cilium, objects to judge, and kubeconform."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from cmesh_lint.versions import MINORS

HERE = Path(__file__).parent
NEWEST = MINORS[-1]
PREFIX = "type.googleapis.com/"
Json = Any


class Answer(NamedTuple):
    """What kubeconform says of one object."""

    file: str
    kind: str
    name: str
    status: str
    """`statusValid`, `statusInvalid`, `statusSkipped` (a kind without a schema), `statusError`."""
    message: str


def kubeconform(schemas: Path, *paths: Path) -> list[Answer]:
    """Every object in these files and folders, judged as docs/editors.md says."""
    location = f"{schemas}/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json"
    options = ["-n", "1", "-output", "json", "-verbose", "-ignore-missing-schemas", "-schema-location", location]
    done = subprocess.run(["kubeconform", *options, *map(str, paths)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    found = json.loads(done.stdout)["resources"]
    return [Answer(each["filename"], each["kind"], each["name"], each["status"], each["msg"]) for each in found]


def config(spec: Json, name: str = "x") -> Json:
    """A CiliumEnvoyConfig around a spec."""
    return {"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfig", "metadata": {"name": name}, "spec": spec}


def bad_spec(case: Json) -> Json:
    """The spec that a case of bad.yaml stands for."""
    if "spec" in case:
        return case["spec"]
    return {"resources": [_resource(case)]}


def _resource(case: Json) -> Json:
    if "c" in case:
        return {"@type": f"{PREFIX}envoy.config.cluster.v3.Cluster", "name": "c", **case["c"]}
    if "r" in case:
        host = {"name": "v", "domains": ["*"], **case["r"]}
        return {"@type": f"{PREFIX}envoy.config.route.v3.RouteConfiguration", "name": "r", "virtual_hosts": [host]}
    if "l" in case:
        chains = [{"filters": [{"name": "f", "typed_config": case["l"]}]}]
        return {"@type": f"{PREFIX}envoy.config.listener.v3.Listener", "name": "l", "filter_chains": chains}
    return case["resource"]
