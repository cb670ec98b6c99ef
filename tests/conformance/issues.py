"""Cases from public issue trackers, rebuilt small: what the linter says of each, or why a manifest cannot show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corpora import FOLDERS

from cmesh_lint.config.settings import Settings
from cmesh_lint.finding import Finding
from cmesh_lint.run import run
from cmesh_lint.versions import Version

FOLDER = next((each / "issues" for each in FOLDERS if (each / "issues").is_dir()), FOLDERS[0] / "issues")
"""In a corpus that CMESH_LINT_CORPUS names."""


class Case(NamedTuple):
    """A file of the corpus, and the cause that its report gives."""

    file: str
    """Without its ending."""
    thread: str
    cause: str
    found: tuple[tuple[str, int], ...] = ()
    """The findings that name the cause: rule and line."""
    version: str = "1.20.2"
    """The Cilium that the findings are for."""
    complete: bool = False
    """Whether they need `--assume-complete`."""
    limit: str = ""
    """Why a manifest alone cannot show it."""


CASES = (
    Case(
        "01-unknown-type-listenerz",
        "cilium/cilium-service-mesh-beta#27",
        "a misspelt `@type`",
        (("unknown-type", 8),),
    ),
    Case(
        "02-beta-envoy-test-no-effect",
        "cilium/cilium-service-mesh-beta#33",
        "`v2alpha1`, Services of another namespace, a router without `typed_config`",
        (("api-version", 3), ("foreign-service", 10), ("foreign-service", 12), ("missing-typed-config", 25)),
    ),
    Case(
        "03-router-type-not-found",
        "cilium/cilium#26358",
        "an operator that did not link the router's type",
        limit="The manifest is right; the fault was in a binary of Cilium 1.13, whose types are not known here.",
    ),
    Case(
        "04-oauth2-type-not-found",
        "cilium/cilium#24848",
        "OAuth2 unknown to the agent of 1.13, a cluster that nobody defines",
        (("unknown-cluster", 27),),
        limit="The types of 1.13 are not known here.",
    ),
    Case(
        "05-internal-listener-bpf-tproxy",
        "cilium/cilium#46275",
        "an internal listener with BPF TPROXY switched on",
        limit="The manifest is right; whether an agent runs with BPF TPROXY is not in it.",
    ),
    Case(
        "06-invalid-listener-blocks-all",
        "cilium/cilium#34982",
        "a TLS secret that does not exist",
        (("unknown-kubernetes-secret", 21),),
        complete=True,
    ),
    Case(
        "07-duplicate-filter-chain-match",
        "cilium/cilium#37609",
        "two filter chains with one match",
        (("equal-chain-matches", 25),),
    ),
    Case(
        "08-original-dst-service-vip",
        "cilium/cilium#45640",
        "an ORIGINAL_DST cluster behind a redirected Service",
        (("original-destination-of-service", 34),),
    ),
    Case(
        "09-ext-authz-unreachable",
        "cilium/cilium#29831",
        "endpoints of the authorization service that nobody publishes",
        (("endpoints-not-published", 50),),
    ),
    Case(
        "10-backend-port-in-eds-name",
        "cilium/cilium#38158",
        "a port in the name of endpoints that are published without",
        (("endpoints-not-published", 41),),
    ),
    Case(
        "11-multi-port-no-healthy-upstream",
        "cilium/cilium#42848",
        "a backend Service that is listed twice",
        (("service-listed-twice", 15),),
        version="1.17",
    ),
    Case(
        "12-unknown-field-address",
        "cilium/cilium#27935",
        "a field at the wrong level",
        (("unknown-field", 22),),
    ),
    Case(
        "13-access-log-not-built",
        "cilium/cilium#27525",
        "access loggers that were not built in",
        limit="Every release from 1.14 on has the logger; what older ones have is not known here.",
    ),
    Case(
        "14-lua-filter-not-built", "cilium/proxy#98", "the Lua filter is not built in", (("extension-not-built", 24),)
    ),
    Case(
        "15-fault-filter-not-built",
        "cilium/proxy#62",
        "the fault filter is not built in",
        (("extension-not-built", 24),),
    ),
    Case(
        "16-compressor-version-dependent",
        "cilium/proxy#1498",
        "compression was not built in before 1.17.13",
        (("extension-not-built", 24), ("extension-not-built", 28)),
        version="1.17.0",
    ),
    Case(
        "17-missing-original-source-annotation",
        "cilium/cilium#25613",
        "Envoy takes the addresses of the clients",
        (("original-source-address", 7),),
    ),
    Case(
        "18-cnp-listener-in-ingress",
        "cilium/cilium#38811",
        "a network policy with a listener below `ingress`",
        (("policy-listener-on-ingress", 16),),
    ),
    Case(
        "19-tls-secret-inline-vs-sds",
        "cilium/cilium#32354",
        "a Secret outside of the namespace that the agent serves",
        (("secret-namespace", 18),),
    ),
    Case(
        "20-missing-internal-listener",
        "cilium/cilium, cec_resource_parser_test.go",
        "an internal listener that does not exist",
        (("missing-internal-listener", 19),),
    ),
    Case(
        "21-changed-listener-addresses",
        "cilium/cilium#48132",
        "a listener whose addresses were changed in place",
        limit="Each revision is right by itself; only both together, in a running Envoy, clash.",
    ),
)


def findings(case: Case) -> list[Finding]:
    """What the linter says of a case alone."""
    path = str(FOLDER / f"{case.file}.yaml")
    versions = (Version.parse(case.version),)
    return list(run(Settings(paths=(path,), cilium_versions=versions, complete=case.complete)).findings)


def section() -> Iterator[str]:
    """The table for the page."""
    yield "## Cases from issue trackers"
    yield ""
    yield "Each is rebuilt as a small manifest; the table shows the finding that names the cause given in the report."
    yield ""
    yield "| report | cause | found as | remark |"
    yield "|---|---|---|---|"
    for case in CASES:
        found = "<br>".join(dict.fromkeys(f"[{rule}](rules/{rule}.md)" for rule, _ in case.found))
        told = [f"for Cilium {case.version}"] if case.found and case.version != "1.20.2" else []
        told += ["with `--assume-complete`"] if case.complete else []
        yield f"| {case.thread} | {case.cause} | {' '.join([found, *told])} | {case.limit} |"
    yield ""
