"""Reports made by hand: what the formats are tested with."""

from __future__ import annotations

from cmesh_lint.finding import Counts, Finding, NotChecked, ObjectRef, Related
from cmesh_lint.places import Place, Span
from cmesh_lint.report import Ignored, InBaseline, Report, Since

ALL = ("1.14", "1.15", "1.16", "1.17", "1.18", "1.19", "1.20")
HCM = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
LISTENER = ObjectRef("CiliumClusterwideEnvoyConfig", "", "envoy-lb-listener")
ECHO = ObjectRef("CiliumEnvoyConfig", "default", "echo")

UNKNOWN_FIELD = Finding(
    rule="unknown-field",
    severity="error",
    gate="dropped",
    message="unknown field `stat_prefixx` in HttpConnectionManager; did you mean `stat_prefix`?",
    consequence="the agent skips Listener `envoy-lb-listener` and installs the rest; "
    "default/echo-service-1 runs without it",
    place=Place(
        "apps/echo/rate-limit.yaml",
        0,
        ("spec", "resources", 0, "filter_chains", 0, "filters", 0, "typed_config", "stat_prefixx"),
        Span(23, 17, 23, 29),
        (
            "              typed_config:",
            f'                "@type": type.googleapis.com/{HCM}',
            "                stat_prefixx: envoy-ratelimit",
        ),
    ),
    object=LISTENER,
    versions=ALL,
)

TWICE = Finding(
    rule="listener-name-twice",
    severity="critical",
    gate="refused",
    message="two listeners are called `echo`",
    consequence="",
    place=Place("apps/echo.json", 2, ("spec", "resources", 1, "name"), Span(1, 70, 1, 76), ()),
    object=ECHO,
    versions=("1.18.6", "1.20"),
    related=(
        Related(
            Place("apps/echo.json", 2, ("spec", "resources", 0, "name"), Span(1, 20, 1, 26)), "the first of that name"
        ),
    ),
)

YAML_BROKEN = Finding(
    rule="yaml-syntax",
    severity="error",
    gate=None,
    message="a tab where spaces are expected",
    consequence="",
    place=Place("apps/b.yaml", 0, (), Span(7, 1, 9, 4), ("\tname: b", "\tname: c")),
    object=None,
    versions=(),
)

QUIET = UNKNOWN_FIELD._replace(
    rule="route-states-timeout",
    severity="warning",
    gate="runtime",
    message="the route has no timeout",
    consequence="Envoy ends each request after 15 seconds",
    versions=("1.20",),
)
HINT = QUIET._replace(severity="info", gate="api", consequence="")

MIXED = Report(
    findings=(UNKNOWN_FIELD, TWICE, YAML_BROKEN, QUIET, HINT, HINT),
    not_checked=(
        NotChecked("apps/chart/values.yaml", "a Helm template: render it first", document=1, line=12),
        NotChecked("apps/secret.yaml", "cannot be read: permission denied"),
    ),
    counts=Counts(files=40, skipped=28, manifests=12, configs=5, resources=31),
    versions=("1.18.6", "1.20"),
)
ONE = Report((UNKNOWN_FIELD,), (), Counts(40, 28, 12, 5, 31), ALL)
CLEAN = Report((), (), Counts(1, 0, 1, 1, 2), ("1.20",))
UNJUDGED = CLEAN._replace(not_checked=(NotChecked("a.yaml", "no schema for Cilium 1.21"),))
NOTHING = Report((), (), Counts(), ("1.20",))

IGNORE = Place(
    "apps/echo/rate-limit.yaml", 0, (), Span(22, 3, 22, 60), ("  # cmesh-lint: ignore[route-states-timeout] streams",)
)
SET_ASIDE = Report(
    findings=(UNKNOWN_FIELD,),
    not_checked=(),
    counts=Counts(40, 28, 12, 5, 31),
    versions=("1.20",),
    ignored=(
        Ignored(QUIET, "streams", "comment", IGNORE),
        Ignored(HINT, "", "annotation", IGNORE),
        Ignored(TWICE, "switched off by .cmesh-lint.yaml", "configuration"),
    ),
    known=InBaseline("baseline.json", (YAML_BROKEN,), ("apps/b.yaml: weight-zero: the whole document: a weight of 0",)),
)
"""Of each way not to count there is something."""

SINCE = CLEAN._replace(
    findings=(UNKNOWN_FIELD,),
    since=Since("main", "0123456789abcdef0123456789abcdef01234567", (YAML_BROKEN, TWICE), 1, (".cmesh-lint.yaml",)),
)
"""A change: something is new, something is old, something is gone, and something is not applied."""

NASTY = "a\x1b[31mb\u202ec\ud800d\udcffe\n"
"""A message out to do harm: a colour, a change of direction, lone surrogates, a line end."""
HARMFUL = CLEAN._replace(
    findings=(
        YAML_BROKEN._replace(
            message=NASTY,
            consequence=NASTY,
            object=ObjectRef("CiliumEnvoyConfig", "", NASTY),
            place=Place(NASTY, 0, (NASTY,), Span(1, 1, 1, 3), (NASTY,)),
        ),
    ),
    not_checked=(NotChecked(NASTY, NASTY),),
)
HARMFUL_ASIDE = HARMFUL._replace(
    ignored=(Ignored(YAML_BROKEN._replace(message=NASTY), NASTY, "comment", Place(NASTY, 0, (), Span(1, 1, 1, 2))),),
    known=InBaseline(NASTY, (YAML_BROKEN._replace(message=NASTY),), (NASTY,)),
)

REPORTS = {
    "one": ONE,
    "mixed": MIXED,
    "clean": CLEAN,
    "unjudged": UNJUDGED,
    "nothing": NOTHING,
    "harmful": HARMFUL,
    "set-aside": SET_ASIDE,
    "since": SINCE,
}
