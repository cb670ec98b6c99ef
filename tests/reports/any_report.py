"""Reports of any content, for what must hold in all of them."""

from __future__ import annotations

from hypothesis import strategies as st

from cmesh_lint.finding import GATES, SEVERITIES, Counts, Finding, NotChecked, ObjectRef, Related
from cmesh_lint.places import Place, Span
from cmesh_lint.report import Report, Since

MEANINGFUL = "`|<>&*_[](){}~!#@$:%,'\"\\\n\r\t\0\x1b\x7f\ud800\udcff\ufffe\u2028\u202e名\U0001f600"
"""Characters that some format takes for its own, cannot hold, or counts in its own way."""

texts = st.text(st.one_of(st.sampled_from(MEANINGFUL), st.characters(exclude_categories=())), max_size=30)
lines = st.integers(1, 10**6)
places = st.builds(
    Place,
    file=texts,
    document=st.integers(0, 3),
    route=st.lists(st.one_of(texts, st.integers(0, 9)), max_size=3).map(tuple),
    span=st.builds(Span, lines, lines, lines, lines),
)
findings = st.builds(
    Finding,
    rule=st.sampled_from(["unknown-field", "yaml-syntax", "of-nobody"]),
    severity=st.sampled_from(SEVERITIES),
    gate=st.sampled_from([None, *GATES]),
    message=texts,
    consequence=texts,
    place=places,
    object=st.none() | st.builds(ObjectRef, texts, texts, texts),
    versions=st.sampled_from([(), ("1.20",), ("1.18.6", "1.20")]),
    url=st.none() | texts | texts.map("https://{}".format),
    related=st.lists(st.builds(Related, places, texts), max_size=2).map(tuple),
)
not_checked = st.builds(NotChecked, texts, texts, st.none() | st.integers(0, 9), st.none() | lines)
changes = st.builds(
    Since,
    ref=texts,
    commit=st.just("0" * 40),
    findings=st.lists(findings, max_size=3).map(tuple),
    gone=st.integers(0, 9),
    not_applied=st.lists(texts, max_size=2).map(tuple),
    # Made by the room of diagrams, which lets nothing of a stranger through.
    diagram=st.sampled_from(["", "flowchart LR\n  a --> b\n"]),
)
reports = st.builds(
    Report,
    findings=st.lists(findings, max_size=14).map(tuple),
    not_checked=st.lists(not_checked, max_size=4).map(tuple),
    counts=st.builds(Counts, *[st.integers(0, 99)] * 5),
    versions=st.sampled_from([("1.20",), ("1.18.6", "1.20")]),
    ignored=st.just(()),
    known=st.none(),
    organisation=st.none(),
    since=st.none() | changes,
)
