"""Source → Neighbours: of the manifests beside CECs, the little that CECs have to do with.

Of a Secret the names of its keys are kept and nothing else. What cannot be read is left out: it is no CEC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..finding import ObjectRef
from ..patterns import pattern
from ..places import Route
from ..source import documents
from ..source.files import Source
from ..source.manifests import Manifest, manifests
from ..source.prefilter import BEFORE, resolve_escapes, resolved_text
from ..tuples import NamedTuple
from .typos import KnownNames

# No `\b` in front: with it a search goes character by character.
_NAMED = BEFORE + r"""(Service|Secret|EndpointSlice|Namespace)(?:List)?["']?[ \t]*(?:[\r\n,}\]#]|\Z)"""
_KIND = pattern(r"""kind["']?\s*:""" + _NAMED)
_ANCHORED = pattern(r"(?<![^\s,\[\]{}])&[^\s,\[\]{}]+\s" + _NAMED)
_NAME = pattern(r"""(name(?:space)?)["']?\s*:""" + BEFORE + r"""([^\s"',}#]+)""")
_ALIAS = "*"
_SWITCHED = (b"envoyConfig:", b"l7Proxy", b"enable-envoy-config", b"enable-l7-proxy")
_SWITCHES = pattern(r"\benvoyConfig\b|\bl7Proxy\b|\benable-(?:envoy-config|l7-proxy)\b")
_POLICY = pattern(r"\bCilium(?:Clusterwide)?NetworkPolicy\b")


Scalar = str | int | float | None


class ServicePort(NamedTuple):
    """A port of a Service."""

    number: int
    name: str
    protocol: str
    target: str
    """`targetPort` as text; empty where it is the number."""
    node_port: int | None


class Service(NamedTuple):
    """A Service."""

    file: str
    namespace: str
    """Empty where it has none: then it may be in any."""
    name: str
    type: str
    headless: bool
    addresses: tuple[str, ...]
    """The cluster IPs that are written down."""
    ports: tuple[ServicePort, ...]
    session_affinity: bool
    selects: bool = True
    """Whether it has a selector: else its EndpointSlices are written by hand."""

    @property
    def full_name(self) -> str:
        """`NAMESPACE/NAME`."""
        return f"{self.namespace}/{self.name}"


class Slice(NamedTuple):
    """An EndpointSlice of a Service."""

    service: str
    """`NAMESPACE/NAME` of the Service; without a namespace where it has none."""
    ports: tuple[str, ...]
    """The names of its ports; an empty one for a port without a name."""


class Secret(NamedTuple):
    """A Secret, without what it keeps."""

    namespace: str
    name: str
    keys: frozenset[str]


class PolicyListener(NamedTuple):
    """Where a network policy sends traffic to a listener: one `toPorts` entry."""

    route: Route
    """Of the `listener`."""
    ingress: bool
    deny: bool
    kind: Scalar
    """Of the `envoyConfig`; None where it is left out. What should be a scalar and is not is here as JSON."""
    config: Scalar
    """The name of the `envoyConfig`."""
    listener: Scalar
    """The name of the listener."""
    priority: Scalar
    rules: bool
    """Whether L7 rules are beside it."""
    peers: str
    """The peers and the ports as JSON: equal texts are equal traffic."""

    @property
    def names(self) -> tuple[str, str, str]:
        """The kind and name of the CEC, and the name of the listener."""
        return str(self.kind), str(self.config), str(self.listener)


class NetworkPolicy(NamedTuple):
    """A network policy that sends traffic to listeners of CECs."""

    file: str
    document: int
    route: Route
    object: ObjectRef
    selector: tuple[str, ...]
    """The `endpointSelector` of each listener's rule, as JSON."""
    listeners: tuple[PolicyListener, ...]

    @property
    def clusterwide(self) -> bool:
        """Whether it is a CiliumClusterwideNetworkPolicy."""
        return self.object.kind == "CiliumClusterwideNetworkPolicy"


class Switch(NamedTuple):
    """A setting of Cilium that turns CECs on or off."""

    file: str
    name: str
    on: bool


class Similar(NamedTuple):
    """Names that were not found."""

    names: KnownNames
    namespaces: Mapping[str, frozenset[str]]
    """Of each name."""

    def like(self, names: Iterable[str], namespaces: frozenset[str]) -> bool:
        """Whether one of the names looks like one of those misspelt, in one of its namespaces."""
        return any(not self.namespaces[each].isdisjoint(namespaces) for name in names for each in self.names.like(name))


class WantedObjects(NamedTuple):
    """Which Services and Secrets to look at: others are not even parsed."""

    names: frozenset[str] = frozenset()
    similar: Similar | None = None
    """Names that were not found: what looks like one of them misspelt is wanted."""


class Neighbours(NamedTuple):
    """What was found beside CECs."""

    services: tuple[Service, ...] = ()
    secrets: tuple[Secret, ...] = ()
    policies: tuple[NetworkPolicy, ...] = ()
    switches: tuple[Switch, ...] = ()
    slices: tuple[Slice, ...] = ()
    namespaces: tuple[str, ...] = ()
    """Of which there is a Namespace object."""


def together(found: Iterable[Neighbours]) -> Neighbours:
    """What several files hold."""
    lists: tuple[list[Any], ...] = ([], [], [], [], [], [])
    for each in found:
        for one, more in zip(lists, each, strict=True):
            one.extend(more)
    return Neighbours(*map(tuple, lists))


def read(source: Source, wanted: WantedObjects) -> Neighbours:
    """The Services with their EndpointSlices, and the Secrets of a file, that are wanted; and all its namespaces."""
    test = _test(wanted)
    text = resolved_text(source.data.decode("utf-8", "replace"))
    if not (_KIND.search(text) or _ANCHORED.search(text)):  # most files; their documents need not be distinguished
        return Neighbours()
    everything = list(objects(source, test))
    found = [each for each in everything if each.api_version == "v1"]
    slices = (each for each in everything if each.api_version.startswith("discovery.k8s.io/"))
    return Neighbours(
        services=tuple(_service(each) for each in found if each.kind == "Service"),
        secrets=tuple(_secret(each) for each in found if each.kind == "Secret"),
        slices=tuple(filter(None, (_slice(each) for each in slices if each.kind == "EndpointSlice"))),
        namespaces=tuple(each.name for each in found if each.kind == "Namespace" and each.name),
    )


def read_cilium(source: Source) -> Neighbours:
    """What a file says to Cilium beside CECs: network policies and settings."""
    policies = objects(source, holds_policy) if b"envoyConfig" in resolve_escapes(source.data) else ()
    switches = any(mark in source.data for mark in _SWITCHED)
    values = documents.read(source, _may_be_values).documents if switches else ()
    return Neighbours(
        policies=tuple(filter(None, map(_policy, policies))),
        switches=tuple(switch for document in values for switch in _switches(source.path, document.value)),
    )


def objects(source: Source, wants: Callable[[str], bool]) -> Iterator[Manifest]:
    """The objects in the documents of a file whose text is wanted."""
    for document in documents.read(source, wants).documents:
        yield from manifests(document)


def holds_policy(text: str) -> bool:
    """Whether a document can hold a network policy that sends traffic to a listener."""
    text = resolved_text(text)
    return "envoyConfig" in text and _POLICY.search(text) is not None


def _test(wanted: WantedObjects) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        text = resolved_text(text)
        kind = _KIND.search(text) or _ANCHORED.search(text)
        if kind is None or kind[1] == "Namespace":
            return kind is not None
        said = _NAME.findall(text)
        names = [name for key, name in said if key == "name"]
        if not wanted.names.isdisjoint(names) or any(name.startswith(_ALIAS) for name in names):
            return True
        namespaces = frozenset(name for key, name in said if key == "namespace")
        return wanted.similar is not None and wanted.similar.like(names, namespaces)

    return test


def _may_be_values(text: str) -> bool:
    return _SWITCHES.search(text) is not None and not _POLICY.search(text)


def _service(manifest: Manifest) -> Service:
    spec = _object(manifest.value.get("spec"))
    written = (spec.get("clusterIP"), *_list(spec.get("clusterIPs")))
    addresses = tuple(dict.fromkeys(each for each in written if isinstance(each, str) and each))
    return Service(
        file=manifest.document.source.path,
        namespace=manifest.namespace,
        name=manifest.name,
        type=str(spec.get("type") or "ClusterIP"),
        headless="None" in addresses,
        addresses=tuple(each for each in addresses if each != "None"),
        ports=tuple(filter(None, map(_port, _list(spec.get("ports"))))),
        session_affinity=spec.get("sessionAffinity") == "ClientIP",
        selects=bool(spec.get("selector")),
    )


def _slice(manifest: Manifest) -> Slice | None:
    labels = _object(_object(manifest.value.get("metadata")).get("labels"))
    service = labels.get("kubernetes.io/service-name")
    if not isinstance(service, str):
        return None
    names = (_object(port).get("name") for port in _list(manifest.value.get("ports")))
    ports = tuple(name if isinstance(name, str) else "" for name in names)
    return Slice(f"{manifest.namespace}/{service}", ports)


def _port(value: Any) -> ServicePort | None:
    port = _object(value)
    number, node = port.get("port"), port.get("nodePort")
    if not isinstance(number, int):
        return None
    name, target = port.get("name"), port.get("targetPort")
    return ServicePort(
        number=number,
        name=name if isinstance(name, str) else "",
        protocol=str(port.get("protocol") or "TCP"),
        target=str(target) if isinstance(target, (str, int)) else "",
        node_port=node if isinstance(node, int) else None,
    )


def _secret(manifest: Manifest) -> Secret:
    keys = {*_object(manifest.value.get("data")), *_object(manifest.value.get("stringData"))}
    return Secret(manifest.namespace, manifest.name, frozenset(map(str, keys)))


def _policy(manifest: Manifest) -> NetworkPolicy | None:
    if not manifest.api_version.startswith("cilium.io/") or not _POLICY.fullmatch(manifest.kind):
        return None
    rules: list[tuple[Route, Any]] = [(("spec",), manifest.value.get("spec"))]
    rules += [(("specs", index), rule) for index, rule in enumerate(_list(manifest.value.get("specs")))]
    found = [
        (_json(_object(rule).get("endpointSelector")), listener)
        for steps, rule in rules
        for listener in _listeners((*manifest.route, *steps), _object(rule))
    ]
    if not found:
        return None
    document = manifest.document
    selectors, listeners = zip(*found, strict=True)
    return NetworkPolicy(document.source.path, document.index, manifest.route, manifest.ref, selectors, listeners)


_DIRECTIONS = {
    "ingress": (True, False),
    "egress": (False, False),
    "ingressDeny": (True, True),
    "egressDeny": (False, True),
}


def _listeners(route: Route, rule: dict[str, Any]) -> Iterator[PolicyListener]:
    for direction, (ingress, deny) in _DIRECTIONS.items():
        for index, each in enumerate(_list(rule.get(direction))):
            peers = {key: value for key, value in _object(each).items() if key != "toPorts"}
            for number, port in enumerate(_list(_object(each).get("toPorts"))):
                listener = _object(port).get("listener")
                if isinstance(listener, dict):
                    where = (*route, direction, index, "toPorts", number, "listener")
                    yield _listener(where, ingress, deny, listener, port, peers)


def _listener(
    route: Route, ingress: bool, deny: bool, listener: dict[str, Any], port: dict[str, Any], peers: dict[str, Any]
) -> PolicyListener:
    config = _object(listener.get("envoyConfig"))
    return PolicyListener(
        route=route,
        ingress=ingress,
        deny=deny,
        kind=_scalar(config.get("kind")),
        config=_scalar(config.get("name")),
        listener=_scalar(listener.get("name")),
        priority=_scalar(listener.get("priority")),
        rules=bool(port.get("rules")),
        peers=_json([peers, port.get("ports")]),
    )


def _switches(file: str, value: Any) -> Iterator[Switch]:
    """Settings in Cilium's ConfigMap, in values of its Helm chart, and in such values within a HelmRelease."""
    said = _object(value)
    if said.get("kind") == "ConfigMap" and _object(said.get("metadata")).get("name") == "cilium-config":
        data = _object(said.get("data"))
        for key in ("enable-envoy-config", "enable-l7-proxy"):
            if data.get(key) in ("true", "false"):  # of any type: not every one can be in a set
                yield Switch(file, key, data[key] == "true")
        return
    if said.get("kind") == "HelmRelease":
        said = _object(_object(said.get("spec")).get("values"))
    elif "kind" in said:
        return
    for values in (said, _object(said.get("cilium"))):
        for key, on in (
            ("envoyConfig.enabled", _object(values.get("envoyConfig")).get("enabled")),
            ("l7Proxy", values.get("l7Proxy")),
        ):
            if isinstance(on, bool):
                yield Switch(file, key, on)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _scalar(value: Any) -> Scalar:
    return value if value is None or isinstance(value, (str, int, float)) else _json(value)


def _json(value: Any) -> str:
    import json

    return json.dumps(value, sort_keys=True, default=str)
