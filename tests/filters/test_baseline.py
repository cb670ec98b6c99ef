"""The baseline: what was there before is known again, wherever it moved, as often as it was counted, and no more."""

from __future__ import annotations

import json
import os
import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmesh_lint.config.settings import BaselineEntry
from cmesh_lint.filters.baseline import BaselineError, build, compare, load, render
from cmesh_lint.finding import Counts, Finding, NotChecked, ObjectRef
from cmesh_lint.places import Place, Span
from cmesh_lint.report import Report
from cmesh_lint.system.regular_files import UnreadableFileError


def finding(message="m", file="apps/a.yaml", line=1, rule="weight-zero", name="echo"):
    place = Place(file, 0, ("spec", "resources", 0), Span(line, 1, line, 2))
    return Finding(rule, "error", None, message, "", place, ObjectRef("CiliumEnvoyConfig", "shop", name), ("1.20",))


def report(*findings, not_checked=()):
    return Report(findings, not_checked, Counts(1), ("1.20",))


def always(entry):
    return True


def test_the_file_is_sorted_and_the_same_each_time(tmp_path):
    findings = [finding("z"), finding("b", file="apps/b.yaml"), finding("z", line=9), finding("a")]
    path = str(tmp_path / "known.json")
    text = render(build(path, findings))
    assert text == render(build(path, reversed(findings)))
    said = json.loads(text)
    assert said["version"] == 1
    assert [(each["message"], each["times"]) for each in said["findings"]] == [("a", 1), ("z", 2), ("b", 1)]
    assert text.endswith("}\n")


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "known.json"
    baseline = build(str(path), [finding("größer 😀"), finding("größer 😀", line=3)])
    path.write_text(render(baseline), encoding="utf-8")
    assert load(str(path)) == baseline


def test_moved_lines_are_known_and_news_is_new():
    baseline = build("known.json", [finding(line=1), finding("other")])
    found = compare(report(finding(line=7), finding("news"), finding("other")), baseline, always)
    assert [each.message for each in found.findings] == ["news"]
    assert found.known is not None
    assert [each.message for each in found.known.findings] == ["m", "other"]
    assert found.known.gone == ()


@pytest.mark.parametrize(("times", "new", "gone"), [(1, 0, 1), (2, 0, 0), (3, 1, 0)])
def test_equal_findings_are_counted(times, new, gone):
    baseline = build("known.json", [finding(line=1), finding(line=2)])
    found = compare(report(*(finding(line=each) for each in range(times))), baseline, always)
    assert len(found.findings) == new
    assert found.known is not None
    assert len(found.known.findings) == times - new
    told = "apps/a.yaml: weight-zero: CiliumEnvoyConfig/shop/echo: spec.resources[0]: m (1 of 2)"
    assert found.known.gone == (told,) * gone


@pytest.mark.parametrize(
    "other",
    [
        finding("other"),
        finding(file="apps/b.yaml"),
        finding(rule="unknown-field"),
        finding(name="other"),
        finding()._replace(place=finding().place._replace(route=("spec",))),
    ],
)
def test_another_finding_is_another_finding(other):
    found = compare(report(other), build("known.json", [finding()]), always)
    assert found.findings == (other,)
    assert found.known is not None
    assert found.known.gone == ("apps/a.yaml: weight-zero: CiliumEnvoyConfig/shop/echo: spec.resources[0]: m",)


def test_what_was_not_looked_for_is_not_gone():
    found = compare(report(), build("known.json", [finding()]), lambda entry: False)
    assert found.known is not None
    assert found.known.gone == ()


def test_paths_are_seen_from_the_folder_of_the_baseline(tmp_path, monkeypatch):
    (tmp_path / "apps").mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "known.json").write_text(render(build("known.json", [finding()])))
    monkeypatch.chdir(tmp_path / "apps")
    baseline = load("../known.json")
    assert compare(report(finding(file="a.yaml")), baseline, always).findings == ()
    assert [baseline.reached(each) for each in baseline.entries] == [str(tmp_path / "apps/a.yaml")]
    assert render(build("../known.json", [finding(file="a.yaml")])) == (tmp_path / "known.json").read_text()


def test_what_was_not_checked_stays():
    missed = (NotChecked("apps/a.yaml", "cannot be read"),)
    found = compare(report(finding(), not_checked=missed), build("known.json", [finding()]), always)
    assert (found.findings, found.not_checked) == ((), missed)


ENTRY = dict(zip(BaselineEntry._fields, ("f", "r", "o", "p", "m", "0" * 32, 1), strict=True))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "`known.json` is not a baseline: not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "`known.json` is not a baseline: expected `version` and `findings`"),
        ('{"version": 1, "findings": {}}', "`known.json` is not a baseline: expected `version` and `findings`"),
        ('{"version": 2, "findings": []}', "`known.json` is a baseline of version 2; expected 1"),
        (
            json.dumps({"version": 1, "findings": [ENTRY, {**ENTRY, "times": True}]}),
            "`known.json` is not a baseline: findings[1] needs file, rule, object, path, message, fingerprint, times",
        ),
        ('{"version": 1, "findings": [7]}', None),
    ],
)
def test_what_is_no_baseline_says_why(text, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "known.json").write_text(text)
    with pytest.raises(BaselineError) as caught:
        load("known.json")
    assert message is None or str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 100_000,
        b'{"version": ' + b"9" * 5_000 + b"}",
        b'{"findings": [], "version": ' + b"9" * 4_000 + b"}",
        b'{"findings": [], "version": true}',
        b'{"findings": [], "version": 1e400}',
        b'{"findings": [], "version": NaN}',
        b'{"findings": [], "version": "\\ud800\\u202e"}',
        b'{"findings": [], "version": [' + b"1, " * 1000 + b"1]}",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{}",
        b"\xff",
        json.dumps({"version": 1, "findings": [{**ENTRY, "times": -1}]}).encode(),
    ],
)
def test_whatever_the_file_holds_it_says_why(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "known.json").write_bytes(text)
    with pytest.raises(BaselineError) as caught:
        load("known.json")
    assert str(caught.value).startswith("`known.json` is ")
    assert len(str(caught.value)) < 200
    assert str(caught.value).isprintable()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([1, ENTRY, "f"]),
    lambda below: (
        st.lists(below, max_size=4)
        | st.dictionaries(st.sampled_from([*ENTRY, "version", "findings"]), below, max_size=8)
        | st.fixed_dictionaries({"version": st.just(1) | below, "findings": st.lists(st.just(ENTRY) | below)})
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=20))
def test_any_bytes_are_a_baseline_or_an_error(data):
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(data)
        file.flush()
        try:
            load(file.name)
        except BaselineError as wrong:
            assert str(wrong).isprintable()


def test_what_is_no_regular_file_is_no_baseline(tmp_path):
    os.mkfifo(tmp_path / "known.json")
    with pytest.raises(UnreadableFileError):
        load(str(tmp_path / "known.json"))
