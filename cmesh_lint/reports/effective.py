"""What Envoy gets of a CEC, as YAML: what the agent added or changed bears its reason, line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..agent.draft import Kind
from ..agent.effective import Effective, Sent
from ..agent.published import endpoint_names, service_name, service_ports
from ..confidential import MASK, is_secret
from ..manifests import Manifest
from ..places import Route, spelled

KINDS: tuple[Kind, ...] = ("listeners", "routes", "clusters", "endpoints", "secrets")
_PLAIN = re.compile(r"(?![yYnN]$)[A-Za-z_/][A-Za-z0-9_./@-]*(?::[A-Za-z0-9_./@-]+)*")
_NO_STRINGS = frozenset({"true", "false", "yes", "no", "on", "off", "null"})


def rendered(effective: Effective, manifest: Manifest, cilium: str) -> str:
    """One YAML document. Its head is a comment: whose it is, what was skipped or stops it all, what services get."""
    head = [f"{manifest.document.source.path}: {manifest.ref}, Cilium {cilium}"]
    head += _skipped(effective, manifest)
    if effective.stops:
        head.append("Envoy gets nothing of it:")
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
        where = spelled(dropped.resource.route)
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
    return [f"# {line}".rstrip() for line in text.splitlines()]


Line = tuple[str, Route]
"""A line of YAML, and the route of what stands on it."""


def _resource(sent: Sent) -> Iterator[str]:
    """The lines of a resource as an element of a list, each that the agent added or changed with a remark."""
    changes = {change.route: change for change in sent.changes}
    told: set[Route] = set()
    for text, route in _lines([sent.value], (), 0):
        at = next((at for at in _upwards(route[1:]) if at in changes), None)
        if at is None:
            yield text
        elif at not in told:
            told.add(at)
            yield f"{text}  # {changes[at].what}: {changes[at].reason}"
        else:
            yield f"{text}  # {changes[at].what}"


def _upwards(route: Route) -> Iterator[Route]:
    return (route[:length] for length in range(len(route), -1, -1))


def _lines(value: Any, route: Route, indent: int) -> Iterator[Line]:
    """A list or an object that is not empty, in block style."""
    margin = " " * indent
    if isinstance(value, list):
        for index, each in enumerate(value):
            at = (*route, index)
            first, *rest = _lines(each, at, indent + 2) if _is_block(each) else ((_scalar(each, route), at),)
            yield f"{margin}- {first[0].lstrip()}", first[1]
            yield from rest
        return
    for key, each in value.items():
        at = (*route, key)
        if _is_block(each):
            yield f"{margin}{_text(key)}:", at
            yield from _lines(each, at, indent if isinstance(each, list) else indent + 2)
        else:
            yield f"{margin}{_text(key)}: {_scalar(each, at)}", at


def _is_block(value: Any) -> bool:
    return isinstance(value, (dict, list)) and bool(value)


def _scalar(value: Any, route: Route) -> str:
    if value and is_secret(route):
        return _text(MASK)
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _NO_STRINGS:
        return text
    escaped = "".join(each if each.isprintable() else _escape(each) for each in text.translate(_ESCAPES))
    return f'"{escaped}"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\"})
