"""What is said to follow from what: only what does, never more than what is worse, and nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmesh_lint.config.settings import Settings
from cmesh_lint.finding import GATES, SEVERITIES, Counts, Finding, ObjectRef
from cmesh_lint.pipeline import of_sources
from cmesh_lint.places import Place, Span
from cmesh_lint.report import Report
from cmesh_lint.reports import json_v1, root_causes, text
from cmesh_lint.reports.root_causes import PIPELINE, Root, grouped, roots
from cmesh_lint.rule import fix_example
from cmesh_lint.rules import catalogue
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.rules.page import without_wants
from cmesh_lint.rules.subscriptions import ALIASES
from cmesh_lint.source.files import Source

ALL = ("1.18", "1.19", "1.20")
SPEC = ("spec", "services", 0)


def resource(index: int, *below: str | int) -> tuple[str | int, ...]:
    return "spec", "resources", index, *below


def found(line: int, severity, gate, rule="some-rule", message="m", route=SPEC, **more) -> Finding:
    place = Place(more.pop("file", "a.yaml"), more.pop("document", 0), route, Span(line, 3, line, 9))
    settled = {"object": ObjectRef("CiliumEnvoyConfig", "shop", "web"), "versions": ALL, **more}
    return Finding(rule, severity, gate, message, "", place, **settled)


def judged(*texts: str) -> Report:
    return of_sources([Source(f"{each}.yaml", text.encode()) for each, text in enumerate(texts)], Settings(paths=()))


def lines(findings) -> list[int]:
    return [each.place.span.line for each in findings]


def test_each_gate_has_its_place():
    assert set(PIPELINE) == {*GATES, None}


def test_the_rules_that_are_named_are_there():
    named = {*root_causes._MISSPELT, *root_causes._MISSPELT.values(), *root_causes._ANYWAY}
    for rule in {*named, root_causes._NOTHING_LEFT}:
        assert rule in catalogue.ids()


def test_the_order_of_one_object():
    told = [
        found(1, "warning", "runtime"),
        found(2, "error", "nacked", route=("metadata",)),
        found(3, "info", "api"),
        found(4, "error", "dropped"),
        found(5, "error", "crash", route=("metadata",)),
        found(6, "error", None),
        found(7, "error", "refused"),
        found(8, "error", "api"),
        found(9, "critical", "runtime"),
        found(10, "error", "dropped"),
    ]
    shown = [each for group in grouped(told) for each in (group.finding, *group.caused, *group.masked)]
    assert lines(shown) == [9, 8, 1, 5, 7, 4, 10, 2, 6, 3]


def test_objects_stay_where_they_stand():
    other = ObjectRef("CiliumEnvoyConfig", "shop", "other")
    told = [
        found(1, "info", "runtime"),
        found(5, "warning", "runtime"),
        found(9, "critical", "runtime", object=other),
        found(12, "error", "refused", object=None, document=1),
        found(20, "critical", "nacked", document=2),
        found(2, "critical", "nacked", file="b.yaml"),
    ]
    assert [(each.finding.place.file, *lines([each.finding])) for each in grouped(told)] == [
        ("a.yaml", 5),
        ("a.yaml", 1),
        ("a.yaml", 9),
        ("a.yaml", 12),
        ("a.yaml", 20),
        ("b.yaml", 2),
    ]


@pytest.mark.parametrize("gate", ["api", "crash", "refused"])
@pytest.mark.parametrize("late", ["nacked", "runtime"])
def test_what_does_not_get_that_far_waits(gate, late):
    told = [found(1, "warning", late), found(2, "error", gate)]
    assert roots(told) == {0: Root(1, "masked")}


MASKING = found(2, "error", "refused")
DROPPED = found(2, "error", "dropped", route=resource(0, "x"))


@pytest.mark.parametrize(
    ("root", "other"),
    [
        pytest.param(MASKING, found(1, "error", "refused"), id="the same gate"),
        pytest.param(MASKING, found(1, "error", "dropped"), id="a mistake of its own"),
        pytest.param(MASKING, found(1, "error", "api"), id="an earlier gate"),
        pytest.param(MASKING, found(1, "error", None), id="no gate"),
        pytest.param(MASKING, found(1, "critical", "runtime"), id="worse"),
        pytest.param(MASKING, found(1, "error", "nacked", route=("metadata", "labels")), id="metadata"),
        pytest.param(MASKING, found(1, "error", "runtime", rule="inline-private-key"), id="harm in the repository"),
        pytest.param(MASKING, found(1, "error", "nacked", document=1), id="another document"),
        pytest.param(MASKING, found(1, "error", "nacked", file="b.yaml"), id="another file"),
        pytest.param(MASKING, found(1, "error", "nacked", object=ObjectRef("X", "shop", "x")), id="another object"),
        pytest.param(MASKING._replace(versions=("1.18",)), found(1, "error", "nacked"), id="other versions"),
        pytest.param(MASKING._replace(severity="warning"), found(1, "info", "runtime"), id="no error"),
        pytest.param(MASKING._replace(object=None), found(1, "error", "nacked", object=None), id="no object"),
        pytest.param(
            MASKING._replace(place=MASKING.place._replace(route=("items", 0, *SPEC))),
            found(1, "error", "nacked", route=("items", 1, *SPEC)),
            id="another item of the list",
        ),
        pytest.param(DROPPED, found(1, "error", "nacked", route=resource(1, "x")), id="another resource"),
        pytest.param(DROPPED, found(1, "error", "nacked"), id="outside of the resource"),
        pytest.param(DROPPED, found(1, "error", "dropped", route=resource(0, "y")), id="the same resource and gate"),
        pytest.param(
            DROPPED._replace(place=DROPPED.place._replace(route=("spec", "resources"))),
            found(1, "error", "nacked", route=("spec", "resources")),
            id="no resource",
        ),
        pytest.param(
            found(2, "error", "runtime", "unknown-cluster", "no cluster is named `ech`; did you mean `echo`?"),
            found(1, "warning", "runtime", "unused-cluster", "nothing uses the cluster `canary`"),
            id="another suggestion",
        ),
        pytest.param(
            found(2, "error", "runtime", "unknown-route-configuration", "no `ech`; did you mean `echo`?"),
            found(1, "warning", "runtime", "unused-cluster", "nothing uses the cluster `echo`"),
            id="a suggestion of another kind",
        ),
    ],
)
def test_what_is_independent(root, other):
    assert roots([other, root]) == {}
    assert len(grouped([other, root])) == 2


def test_a_dropped_resource_masks_what_is_in_it():
    told = [DROPPED, found(9, "error", "nacked", route=resource(0, "z", 1))]
    assert roots(told) == {1: Root(0, "masked")}
    inside = [each._replace(place=each.place._replace(route=("items", 3, *each.place.route))) for each in told]
    assert roots(inside) == {1: Root(0, "masked")}


def test_of_several_roots_the_first_is_taken_and_a_chain_is_followed():
    told = [
        found(1, "error", "refused"),
        found(2, "error", "api"),
        found(3, "error", "runtime", "unknown-cluster", "no cluster is named `ech`; did you mean `echo`?"),
        found(4, "warning", "runtime", "unused-cluster", "nothing uses the cluster `echo`"),
    ]
    assert roots(told) == {2: Root(1, "masked"), 3: Root(1, "masked")}
    (first, second) = grouped(told)
    assert lines(first.masked) == [3, 4]
    assert (lines([second.finding]), second.caused, second.masked) == ([1], (), ())


def test_a_former_id_is_the_same_rule(monkeypatch):
    monkeypatch.setitem(ALIASES, "cluster-nobody-uses", "unused-cluster")
    told = [
        found(3, "error", "runtime", "unknown-cluster", "no cluster is named `ech`; did you mean `echo`?"),
        found(4, "warning", "runtime", "cluster-nobody-uses", "nothing uses the cluster `echo`"),
    ]
    assert roots(told) == {1: Root(0, "caused")}


MISSPELT = fix_example(
    ECHO,
    ("cluster: default/echo\n", "cluster: backedn\n"),
    ("    name: default/echo\n    type: EDS\n", "    name: backend\n    type: EDS\n"),
    ("    connect_timeout: 5s\n", "    connect_timeout: 5s\n    eds_cluster_config: {service_name: default/echo}\n"),
)
API = fix_example(ECHO, ("cilium.io/v2", "cilium.io/v3"), ("prefix: /", "prefix: x"))
NOTHING = without_wants(catalogue.card("all-resources-dropped").page().bad)


def test_a_misspelt_reference_leaves_its_cluster_unused():
    said = text.render(judged(MISSPELT))
    assert said.startswith("0.yaml:38:20: error[unknown-cluster]: ")
    assert "\n   = and 1 more that follows from this: unused-cluster (line 41)\n" in said
    assert "warning[unused-cluster]" not in said
    assert said.endswith(": 1 error, 1 warning; 0 not checked\n")


def test_what_waits_keeps_its_message_place_and_rule():
    said = text.render(judged(API))
    assert said.startswith("0.yaml:1:13: error[api-version]: ")
    head = "  = and 1 more that has no effect until this is fixed:\n"
    assert f"{head}  =   0.yaml:36:19: warning[path-without-slash]: " in said
    assert said.endswith(": 1 error, 1 warning; 0 not checked\n")


def test_that_nothing_is_left_follows_from_what_is_dropped():
    first, second = grouped(judged(NOTHING).findings)
    assert [each.rule for each in first.caused] == ["all-resources-dropped"]
    assert (first.finding.gate, second.finding.gate) == ("dropped", "dropped")


@pytest.mark.parametrize("kind", ["listener.v3.Listener", "route.v3.RouteConfiguration", "cluster.v3.Cluster"])
def test_names_of_a_dropped_resource_are_no_findings(kind):
    """Nothing else is said of what a dropped resource is called and uses, so that nothing of it has to be folded."""
    line = next(each for each in ECHO.splitlines(keepends=True) if each.endswith(f"{kind}\n"))
    name = "default/echo" if kind.startswith("cluster") else "echo"
    broken = fix_example(ECHO, (f"{line}    name: {name}\n", f"{line}    bogus: 1\n    name: {name}\n"))
    assert [each.rule for each in judged(broken).findings] == ["unknown-field"]


@pytest.mark.parametrize("manifest", [MISSPELT, API, NOTHING])
def test_machines_get_every_finding_in_the_old_order(manifest):
    report = judged(manifest)
    said = json.loads(json_v1.render(report))
    jsonschema.validate(said, json.loads(SCHEMA.read_text()))
    assert [each["rule"] for each in said["findings"]] == [each.rule for each in report.findings]
    named = {
        index: Root(each.get("caused_by", each.get("masked_by")), "caused" if "caused_by" in each else "masked")
        for index, each in enumerate(said["findings"])
        if {"caused_by", "masked_by"} & each.keys()
    }
    assert named == roots(report.findings) != {}
    counted = Counter(each["severity"] for each in said["findings"])
    assert (said["summary"]["errors"], said["summary"]["warnings"]) == (counted["error"], counted["warning"])


SCHEMA = Path(json_v1.__file__).with_name("json_v1.schema.json")

findings = st.lists(
    st.builds(
        found,
        st.integers(1, 40),
        st.sampled_from(SEVERITIES),
        st.sampled_from(PIPELINE),
        st.sampled_from(["unknown-cluster", "unused-cluster", "all-resources-dropped", "other"]),
        st.sampled_from(["`a`", "`a` or `b`", "`b`", "none"]),
        st.sampled_from([SPEC, ("metadata",), (), resource(0), resource(1, "x"), ("items", 0, *resource(0))]),
        versions=st.sampled_from([ALL, ("1.18",), ()]),
        document=st.sampled_from([0, 1]),
        object=st.sampled_from([None, ObjectRef("CiliumEnvoyConfig", "shop", "web")]),
    ),
    max_size=14,
)


@given(findings)
def test_nothing_is_lost_and_no_root_has_a_root(told):
    shown = [each for group in grouped(told) for each in (group.finding, *group.caused, *group.masked)]
    assert Counter(shown) == Counter(told)
    related = roots(told)
    for index, root in related.items():
        assert root.at not in related
        first, other = told[root.at], told[index]
        assert SEVERITIES.index(first.severity) <= SEVERITIES.index(other.severity)
        assert set(first.versions) >= set(other.versions)
        assert (first.object, first.place.file, first.place.document) == (
            other.object,
            other.place.file,
            other.place.document,
        )
    report = Report(tuple(told), (), Counts(1, 0, 1, 1, 1), ALL)
    printed = text.render(report)
    for each in told:
        assert each.rule in printed


def test_it_takes_steps_as_there_are_findings(monkeypatch):
    steps = Counter()
    explains, alike = root_causes._Object._explains, root_causes._alike

    def counting(name, original):
        def counted(*args):
            steps[name] += 1
            return original(*args)

        return counted

    monkeypatch.setattr(root_causes._Object, "_explains", counting("explains", explains))
    monkeypatch.setattr(root_causes, "_alike", counting("alike", alike))

    def taken(number: int) -> int:
        steps.clear()
        told = []
        for each in range(number):
            told += [
                found(each, "error", "refused"),
                found(each, "error", "dropped", route=resource(each)),
                found(each, "error", "nacked", route=resource(each, "x")),
                found(each, "error", "runtime", "unknown-cluster", f"no `x{each}`; did you mean `y{each}`?"),
                found(each, "warning", "runtime", "unused-cluster", f"nothing uses `y{each}`"),
            ]
        roots(told)
        return sum(steps.values())

    assert 0 < taken(400) <= 4.5 * taken(100)
