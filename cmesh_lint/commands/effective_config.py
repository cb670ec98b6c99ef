"""Paths → what Envoy gets of each CEC in them, as YAML with reasons; and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from .. import faults
from ..agent.draft import Kind
from ..agent.effective import Effective, Sent
from ..agent.published import endpoint_names, service_name, service_ports
from ..agent.transform import Agent
from ..finding import NotChecked
from ..places import Route, spell
from ..redaction import MASK, secrets, unlike_secrets
from ..redaction.printable import printable
from ..source import files, yaml_writer
from ..source.documents import Reading, read
from ..source.manifests import Manifest, manifests
from ..source.resources import is_envoy_config
from ..versions import Version


def explain(paths: Sequence[str], version: Version) -> tuple[list[str], list[str]]:
    """A YAML document for each CEC, in order; and a sentence for each file or document that cannot be read."""
    agent = Agent(version)
    texts: list[str] = []
    troubles: list[str] = []
    for path in files.find(paths):
        reading: Reading | None = None
        missed: list[NotChecked] = []
        shown = files.printable(path)
        source = faults.attempt(shown, "reading it", missed, partial(files.read, path), None)
        if isinstance(source, files.Source):
            reading = faults.attempt(shown, "reading it", missed, partial(read, source), None)
        if reading is not None:
            found = [each for document in reading.documents for each in manifests(document) if is_envoy_config(each)]
            for each in found:
                shows = partial(_text, agent, each, version)
                texts += faults.attempt(shown, f"explaining {each.ref}", missed, shows, [])
            troubles += [f"{one.place.file}:{one.place.span.line}: {one.message}" for one in reading.problems]
            troubles += [_trouble(one) for one in reading.not_checked]
        elif isinstance(source, NotChecked):
            troubles.append(_trouble(source))
        elif isinstance(source, files.TooLarge):
            troubles.append(f"{source.path}: too large to be read")
        troubles += map(_trouble, missed)
    if not texts and not troubles:
        troubles.append("no CiliumEnvoyConfig and no CiliumClusterwideEnvoyConfig found")
    return texts, troubles


def _text(agent: Agent, config: Manifest, version: Version) -> list[str]:
    return [render(agent.effective(config), config, version.text)]


def _trouble(missed: NotChecked) -> str:
    where = missed.file if missed.line is None else f"{missed.file}:{missed.line}"
    return f"{where}: {missed.reason}"


KINDS: tuple[Kind, ...] = ("listeners", "routes", "clusters", "endpoints", "secrets")


def render(effective: Effective, manifest: Manifest, cilium: str) -> str:
    """One YAML document. Its head is a comment: whose it is, what was skipped or stops it all, what services get."""
    head = [printable(f"{manifest.document.source.path}: {manifest.ref}, Cilium {cilium}")]
    head += _skipped(effective, manifest)
    if effective.stops:
        head.append("Envoy gets none of it:")
        head += [_placed(f"  {stop.gate}: {stop.message}", stop.route, manifest) for stop in effective.stops]
    else:
        head += _services(effective)
    lines = [line for text in head for line in _comment(text)]
    for kind in KINDS:
        sent = [each for each in effective.sent if each.kind == kind]
        if sent:
            lines += [f"{kind}:", *(line for each in sent for line in _resource(each))]
    return "\n".join(lines) + "\n"


def _skipped(effective: Effective, manifest: Manifest) -> Iterator[str]:
    for dropped in effective.dropped:
        where = spell(dropped.resource.route)
        if not dropped.problems:
            yield f"{where} is skipped: it is empty"
        for problem in dropped.problems:
            yield _placed(f"{where} is skipped: {problem.message}", problem.route, manifest)


def _services(effective: Effective) -> Iterator[str]:
    envelope = effective.envelope
    for redirect in effective.redirects:
        ports = ", ".join(redirect.service.ports)
        service = service_name(redirect.service, envelope)
        yield f"traffic to {service}{f' at {ports}' if ports else ''} goes to {redirect.listener}"
    names = endpoint_names(service_ports(envelope))
    if names:
        yield f"endpoints are served as {', '.join(names)}"


def _placed(text: str, route: Route, manifest: Manifest) -> str:
    return f"{text} (line {manifest.document.span(route).line})"


def _comment(text: str) -> list[str]:
    return [f"# {printable(line)}".rstrip() for line in text.split("\n")]


def _resource(sent: Sent) -> Iterator[str]:
    """The lines of a resource as an element of a list, each that the agent added or changed with a remark."""
    changes = {change.route: change for change in sent.changes}
    told: set[Route] = set()
    hidden = {route for route, _ in secrets([sent.value])}

    def scalar(value: Any, route: Route) -> str:
        if value and route in hidden:
            return yaml_writer.text(MASK)
        shown = unlike_secrets(value) if isinstance(value, str) else value
        return yaml_writer.scalar(shown, route)

    for text, route in yaml_writer.lines([sent.value], write=scalar):
        at = next((at for at in _upwards(route[1:]) if at in changes), None)
        if at is None:
            yield text
        elif at not in told:
            told.add(at)
            yield f"{text}  # {printable(f'{changes[at].what}: {changes[at].reason}')}"
        else:
            yield f"{text}  # {printable(changes[at].what)}"


def _upwards(route: Route) -> Iterator[Route]:
    return (route[:length] for length in range(len(route), -1, -1))
