"""Scalars as protojson reads them: durations, numbers, base64."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmesh_lint.protobuf import durations
from cmesh_lint.protobuf.canonical import number
from cmesh_lint.protobuf.keywords import decoded_length


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("5s", 5_000_000_000),
        ("0.25s", 250_000_000),
        (".5s", 500_000_000),
        ("5.s", 5_000_000_000),
        ("+5s", 5_000_000_000),
        ("-0.5s", -500_000_000),
        ("0s", 0),
        ("0.000000001s", 1),
        (".s", 0),
        ("315576000000s", 315576000000 * 10**9),
    ],
)
def test_durations_that_are_read(text: str, nanoseconds: int) -> None:
    assert durations.nanoseconds(text) == nanoseconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "s",
        "-s",
        "5",
        "5 s",
        " 5s",
        "05s",
        "00s",
        "1e3s",
        "1_000s",
        "1S",
        "500ms",
        "1m",
        "0.0000000001s",
        "315576000001s",
        pytest.param(f"{'9' * 5000}s", id="5,000 digits"),
        "٣s",
    ],
)
def test_durations_that_are_refused(text: str) -> None:
    assert durations.nanoseconds(text) is None


@given(st.integers(-durations.MOST_SECONDS * durations.SECOND, durations.MOST_SECONDS * durations.SECOND))
def test_a_duration_written_is_read_back(total: int) -> None:
    assert durations.nanoseconds(durations.spell(total)) == total


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("500ms", "0.5s"),
        ("1m", "60s"),
        (5, "5s"),
        ("5", "5s"),
        ("1.5h", "5400s"),
        ("5 s", "5s"),
        ("x", None),
        (True, None),
    ],
)
def test_what_was_meant(written: Any, meant: str | None) -> None:
    assert durations.suggestion(written) == meant


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("uint32", "5", 5),
        ("uint32", "5.0", 5),
        ("uint32", "1e3", 1000),
        ("int32", "-0", 0),
        ("int64", "9223372036854775807", 9223372036854775807),
        ("uint32", "1.5", "1.5"),
        ("uint32", "", ""),
        ("uint32", " 5", " 5"),
        ("uint32", "05", "05"),
        ("uint32", "0x5", "0x5"),
        ("uint32", "1e999999999", "1e999999999"),
        ("uint32", "1e-999999999", "1e-999999999"),
        ("uint32", "0e999999999", 0),
        ("uint32", "1e99999999999999999999", "1e99999999999999999999"),
        ("uint32", "0e-99999999999999999999", "0e-99999999999999999999"),
        ("double", "1.5", 1.5),
        ("double", "1e400", "1e400"),
        ("double", "nan", "nan"),
        ("double", "NaN", "NaN"),
        ("double", "Infinity", 1.7976931348623157e308),
        ("float", "-Infinity", -3.4028234663852886e38),
    ],
)
def test_numbers_in_text(type_: str, text: str, value: Any) -> None:
    assert number(type_, text) == value


@given(st.binary(max_size=200), st.sampled_from((base64.b64encode, base64.urlsafe_b64encode)), st.booleans())
def test_base64_in_both_alphabets_padded_or_not(data: bytes, encode: Any, padded: bool) -> None:
    text = encode(data).decode()
    assert decoded_length(text if padded else text.rstrip("=")) == len(data)


@pytest.mark.parametrize("text", ["a", "ab=", "a b=", "ab\n==", "ab===", "+_ab", "ä"])
def test_text_that_is_no_base64(text: str) -> None:
    assert decoded_length(text) is None
