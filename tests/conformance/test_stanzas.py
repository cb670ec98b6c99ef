"""What comes of stanzas, before the real agent and the real Envoy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from cmesh_lint.envoy.checker import EnvoyChecker
from cmesh_lint.envoy.process import Envoy
from cmesh_lint.krm import kinds
from cmesh_lint.krm.expand import expand
from cmesh_lint.krm.reading import Found, read
from cmesh_lint.source.documents import read as documents_of
from cmesh_lint.source.files import Source
from cmesh_lint.source.manifests import Manifest, manifests
from cmesh_lint.source.yaml_writer import dump
from cmesh_lint.versions import NEWEST

from .agent import Agent


def configs() -> Iterator[tuple[str, Manifest]]:
    """The CECs of every example of every kind, and what to call each."""
    for kind in kinds.every():
        for number, example in enumerate(kind.examples):
            stanzas, complaints = read([Found(value) for value in yaml.safe_load_all(example)])
            made = expand(stanzas, NEWEST)
            assert (complaints, made.complaints) == ((), ())
            source = Source(f"{kind.name}-{number}.yaml", "---\n".join(map(dump, made.resources)).encode())
            for document in documents_of(source).documents:
                yield from ((f"{source.path} {manifest.ref}", manifest) for manifest in manifests(document))


@pytest.fixture(scope="module")
def made() -> dict[str, Manifest]:
    return dict(configs())


def test_the_agent_takes_them(made: dict[str, Manifest], agent: Agent) -> None:
    verdicts = agent.judge([manifest.value for manifest in made.values()])
    said = {name: (verdict.gate, verdict.why) for name, verdict in zip(made, verdicts, strict=True)}
    assert {name: each for name, each in said.items() if each[0] != "ok"} == {}
    assert all(verdict.unknown_fields == () for verdict in verdicts)


def test_envoy_takes_what_the_agent_makes_of_them(made: dict[str, Manifest], stock: Envoy) -> None:
    verdicts = EnvoyChecker(stock.path, NEWEST).verdicts(list(made.values()))
    problems = {name: verdict.problems for name, verdict in zip(made, verdicts, strict=True) if verdict.problems}
    unjudged = {each.reason for verdict in verdicts for each in verdict.unjudged}
    # The certificates of the system are a file of Envoy's container, and no path is shown to Envoy as it is.
    system = (
        "it names a file that may only exist in Envoy's container: Invalid path: /etc/ssl/certs/ca-certificates.crt"
    )
    assert (problems, unjudged) == ({}, {system})
