"""Who owns a CEC, as the agent asks: an owner that is none in shape owns nothing, and ends nothing."""

from __future__ import annotations

from typing import Any

import pytest
from action.repository import GOOD

from cmesh_lint.agent.envelope import Envelope
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source
from cmesh_lint.source.manifests import manifests
from cmesh_lint.versions import NEWEST


@pytest.mark.parametrize(
    "owner, kept",
    [
        ("{kind: Gateway}", False),
        ("{kind: Ingress}", False),
        ("{kind: Deployment}", True),
        ("{kind: {a: b}}", True),
        ("{kind: [Gateway]}", True),
        ("Gateway", True),
    ],
)
def test_owners(owner: str, kept: Any) -> None:
    text = GOOD.replace("  annotations:\n", f"  ownerReferences: [{owner}]\n  annotations:\n").replace(
        '"false"', '"true"', 1
    )
    (document,) = read(Source("cec.yaml", text.encode())).documents
    (manifest,) = manifests(document)
    assert Envelope.of(manifest, NEWEST).use_original_source is kept
