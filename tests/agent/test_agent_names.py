"""Names as the agent qualifies them. Each expectation was seen in the agent of Cilium 1.20."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmesh_lint.agent.names import Owner, parse

CEC = Owner("ns", "cec")
CCEC = Owner("", "cec")


@pytest.mark.parametrize(
    ("name", "forced", "kept", "forced_in_ccec", "kept_in_ccec"),
    [
        ("l", "ns/cec/l", "ns/cec/l", "/cec/l", "/cec/l"),
        ("ns/whatever", "ns/whatever", "ns/whatever", "/cec/ns/whatever", "ns/whatever"),
        ("other/cec/l", "ns/cec/other/cec/l", "other/cec/l", "/cec/other/cec/l", "other/cec/l"),
        ("nsx/l", "ns/cec/nsx/l", "nsx/l", "/cec/nsx/l", "nsx/l"),
        ("ns", "ns/cec/ns", "ns/cec/ns", "/cec/ns", "/cec/ns"),
        ("/l", "ns/cec//l", "/l", "/l", "/l"),
        ("", "", "", "", ""),
    ],
)
def test_qualified(name: str, forced: str, kept: str, forced_in_ccec: str, kept_in_ccec: str) -> None:
    assert CEC.qualified(name, force=True) == forced
    assert CEC.qualified(name) == kept
    assert CCEC.qualified(name, force=True) == forced_in_ccec
    assert CCEC.qualified(name) == kept_in_ccec


@given(st.text("ns/cel", max_size=12), st.booleans(), st.sampled_from([CEC, CCEC]))
def test_a_qualified_name_stays(name: str, force: bool, owner: Owner) -> None:
    once = owner.qualified(name, force)
    assert owner.qualified(once, force) == once


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("ns/cec/l", ("ns", "cec", "l")),
        ("/cec/l", ("", "cec", "l")),
        ("ns/cec/a/b", ("ns", "cec", "a/b")),
        ("ns/l", ("", "", "ns/l")),
        ("l", ("", "", "l")),
    ],
)
def test_parsed(name: str, parts: tuple[str, str, str]) -> None:
    assert parse(name) == parts


def test_owns() -> None:
    assert CEC.owns("ns/cec/l")
    assert CCEC.owns("/cec/l")
    assert not CCEC.owns("ns/cec/l")
    assert not CEC.owns("ns/l")
