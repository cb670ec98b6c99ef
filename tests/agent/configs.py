"""Small CECs to hand to the agent's model."""

from __future__ import annotations

from typing import Any

from cmesh_lint.agent.effective import Effective
from cmesh_lint.agent.transform import Agent
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source
from cmesh_lint.source.manifests import Manifest, manifests
from cmesh_lint.versions import Version

PREFIX = "type.googleapis.com/"


def manifest(text: str) -> Manifest:
    """The only object of a YAML text."""
    (document,) = read(Source("config.yaml", text.encode())).documents
    (found,) = manifests(document)
    return found


def config(resources: str = "[]", metadata: str = "{name: cec, namespace: ns}", rest: str = "") -> Manifest:
    """A CEC with these resources, in flow style."""
    return manifest(
        f"kind: CiliumEnvoyConfig\napiVersion: cilium.io/v2\nmetadata: {metadata}\nspec:\n  resources: {resources}\n{rest}"
    )


def effective(found: Manifest, cilium: str = "1.20") -> Effective:
    """What comes of it in the agent of a version."""
    return Agent(Version.parse(cilium)).effective(found)


def only(found: Manifest, cilium: str = "1.20") -> Any:
    """The value of the only resource that Envoy gets."""
    (sent,) = effective(found, cilium).sent
    return sent.value
