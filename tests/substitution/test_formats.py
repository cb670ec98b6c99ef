"""Format strings: what Envoy 1.37 takes and refuses, as it was seen to."""

from __future__ import annotations

import pytest

from cmesh_lint.substitution.formats import problems

TAKEN = (
    "",
    "plain",
    "100%%",
    "%%REQ(a)%%",
    "%%%REQ(a)%%%",
    "%PROTOCOL%",
    "%PROTOCOL()%",
    "%REQ(:path)%",
    "%REQ(a?b):10%",
    "%REQ(%)%",
    "%REQ(?)%",
    "%START_TIME(%Y-%m-%dT%H:%M:%S.%3fZ)%",
    "%DOWNSTREAM_PEER_CERT_V_START(%Y%)%",
    '%DYNAMIC_METADATA(["a","b"])%',
    "%DYNAMIC_METADATA(a:b):3%",
    "%COMMON_DURATION(DS_RX_BEG:any:us)%",
    "%FILTER_STATE(a)%",
    "%FILTER_STATE(a:FIELD:b)%",
    "%PATH(NQ:ORIG_OR_PATH)%",
    "%GRPC_STATUS(NUMBER)%",
    "%RESPONSE_CODE_DETAILS(x)%",
)
REFUSED = (
    ("100% sure", 3, "a lone `%`"),
    ("%", 0, "a lone `%`"),
    ("%PROTOCOL%%", 10, "a lone `%`"),
    ("%REQ(a)% b%", 10, "a lone `%`"),
    ("%REQ (a)%", 0, "the command `%REQ` is not closed"),
    ("x %REQ(a%", 2, "the command `%REQ` is not closed: expected `)%`"),
    ("%REQ(a)x%", 0, "the command `%REQ` is not closed"),
    ("%PROTOCOL", 0, "expected `%` behind it"),
    ("%REQ(a):99999999999999999999%", 0, "is not closed"),
    ("%start_time%", 0, "commands are written in capitals, `%START_TIME%`"),
    ("%NOPE%", 0, "unknown command `%NOPE%`"),
    ("%UPSTREAM_HOTS%", 0, "did you mean `UPSTREAM_HOST`?"),
    ("%PER_REQUEST_STATE(a)%", 0, "unknown command"),
    ("%PROTOCOL(x)%", 0, "takes neither arguments nor a length"),
    ("%PROTOCOL:3%", 0, "takes neither arguments nor a length"),
    ("%REQ%", 0, "`%REQ%` needs arguments: `%REQ(…)%`"),
    ("%CLUSTER_METADATA(a):3%", 0, "takes no length"),
    ("%REQ(a?b?c)%", 0, "takes one alternative header"),
    ("%REQ(a b)%", 0, "`a b` in `%REQ(a b)%` is no name of a header"),
    ("%START_TIME(%n)%", 0, "contains a line break"),
    ("%COMMON_DURATION(a)%", 0, "takes `START:END`"),
    ("%COMMON_DURATION(a:b:xs)%", 0, "`xs` is no precision"),
    ("%FILTER_STATE(:PLAIN)%", 0, "needs a key"),
    ("%FILTER_STATE(a:X)%", 0, "`X` is no form"),
    ("%FILTER_STATE(a:FIELD)%", 0, "go together"),
    ("%FILTER_STATE(a:PLAIN:x)%", 0, "go together"),
    ("%PATH(x)%", 0, "`x` is no option of `%PATH%`; expected one of `WQ`, `NQ`"),
    ("%GRPC_STATUS(x)%", 0, "found `x`"),
)


@pytest.mark.parametrize("text", TAKEN)
def test_taken(text: str) -> None:
    assert problems(text, "1.20") == []


@pytest.mark.parametrize(("text", "offset", "part"), REFUSED)
def test_refused(text: str, offset: int, part: str) -> None:
    [(found, message)] = problems(text, "1.20")
    assert (found, part in message) == (offset, True), message


def test_goes_on_behind_a_command_it_does_not_know() -> None:
    assert [offset for offset, _ in problems("%A% %B% 100% %C%", "1.20")] == [0, 4, 11]


def test_header_values_still_know_the_state_of_a_request() -> None:
    assert problems("%PER_REQUEST_STATE(a)%", "1.20", header=True) == []
    assert problems("%PER_REQUEST_STATE%", "1.20", header=True) != []


def test_extensions_may_know_more() -> None:
    assert problems("%REQ_WITHOUT_QUERY(a)%", "1.20", extended=True) == []


@pytest.mark.parametrize(
    ("text", "before", "since"),
    [
        ("%UPSTREAM_HOST_NAME_WITHOUT_PORT%", "1.14", "1.15"),
        ("%UPSTREAM_DECOMPRESSED_HEADER_BYTES_SENT%", "1.16", "1.17"),
        ("%REQUEST_HEADER(a)%", "1.19", "1.20"),
        ("%SPAN_ID%", "1.20", "latest"),
        ("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(24)%", "1.20", "latest"),
    ],
)
def test_commands_come_with_versions(text: str, before: str, since: str) -> None:
    assert problems(text, before)
    assert problems(text, since) == []


def test_old_versions_do_not_look_at_the_characters_of_a_name() -> None:
    assert problems("%REQ(a b)%", "1.16") == []
