"""What protojson takes for a Timestamp."""

from __future__ import annotations

import pytest

from cmesh_lint.protobuf.keywords import is_timestamp


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("2030-01-31T12:00:00Z", True),
        ("2030-01-31T12:00:00.123456789+02:00", True),
        ("2028-02-29T00:00:00Z", True),
        ("2030-02-29T00:00:00Z", False),
        ("2030-02-31T00:00:00Z", False),
        ("2030-04-31T00:00:00Z", False),
        ("0000-01-01T00:00:00Z", False),
        ("2030-01-31", False),
        ("2030-01-31 12:00:00Z", False),
    ],
)
def test_timestamps(text: str, taken: bool) -> None:
    assert is_timestamp(text) is taken
