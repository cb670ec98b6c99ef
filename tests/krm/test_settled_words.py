"""Words of Envoy that the schemas of stanzas repeat, held against Envoy's own."""

from __future__ import annotations

import pytest

from cmesh_lint.krm import fields
from cmesh_lint.protobuf.schemas import LATEST, load
from cmesh_lint.versions import MINORS


@pytest.mark.parametrize("minor", [*MINORS, LATEST])
def test_the_statuses_of_errors_are_those_of_envoy(minor: str) -> None:
    known = load(minor).enum("envoy.type.v3.StatusCode").numbers
    assert fields.error_status("")["enum"] == sorted(each for each in known if each >= 400)
