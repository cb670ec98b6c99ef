"""The conduct: a CEC → what Envoy gets of it.

Source: ParseResources in the agent's parser, in its order: each resource of the list by itself, then all listeners,
then the internal listeners that are referred to, then the filters of clusters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..decode.schema import SchemaChecker
from ..finding import Problem
from ..protobuf import walk, wellknown
from ..protobuf.schemas import load
from ..source import resources
from ..source.manifests import Manifest
from ..source.resources import Resource
from ..tuples import NamedTuple
from ..versions import Version
from . import clusters, endpoints, listeners, node_selector, published, routes, upstream
from .deep import Deep
from .draft import PREFIX, Draft, Kind, Table
from .effective import DroppedResource, Effective, Reason, Sent, Stop
from .envelope import Envelope
from .names import parse
from .texts import quote

FIRST_PORT = 10000
"""The first of the ports that the agent chooses from, by default; it picks at random, we count up."""


class Noun(NamedTuple):
    """How the agent calls a kind of resource."""

    kind: Kind
    unnamed: str
    duplicate: str
    invalid: str


NOUNS = {
    f"{PREFIX}envoy.config.listener.v3.Listener": Noun(
        "listeners", "Listener name", "Listener name", "failed to validate Listener"
    ),
    f"{PREFIX}envoy.config.route.v3.RouteConfiguration": Noun(
        "routes", "RouteConfiguration name", "Route name", "failed to validate RouteConfiguration"
    ),
    f"{PREFIX}envoy.config.cluster.v3.Cluster": Noun(
        "clusters", "Cluster name", "Cluster name", "failed to validate Cluster {name}"
    ),
    f"{PREFIX}envoy.config.endpoint.v3.ClusterLoadAssignment": Noun(
        "endpoints",
        "ClusterLoadAssignment cluster_name",
        "cluster_name",
        "failed to validate ClusterLoadAssignment for cluster {name}",
    ),
    f"{PREFIX}envoy.extensions.transport_sockets.tls.v3.Secret": Noun(
        "secrets", "Secret name", "Secret name", "failed to validate Secret for cluster {name}"
    ),
}
"""The types that the agent takes, by the one `@type` it knows each by."""

Judged = Mapping[int, Sequence[Problem]]
"""The schema's errors in each resource, by its index."""


class Agent:
    """The agent of one version of Cilium, with default flags, on a node with IPv4 and no addresses for Ingress."""

    def __init__(self, version: Version, judge: SchemaChecker | None = None) -> None:
        self.version = version
        self._schemas = load(version.minor)
        self._judge = judge or SchemaChecker(self._schemas)
        self._deep = Deep(self._schemas)

    def effective(self, manifest: Manifest, judged: Judged | None = None, first_port: int = FIRST_PORT) -> Effective:
        """What comes of a CEC. `judged` saves checking it again."""
        found = self.judged(manifest) if judged is None else judged
        run = _Run(Envelope.of(manifest, self.version), self._deep, first_port)
        run.read_selector(manifest)
        for resource in resources.resources(manifest):
            run.read(resource, found.get(resource.index, ()))
        run.settle_listeners()
        run.find_internal_listeners()
        run.inject_upstream(self._invalid_options)
        return run.effective()

    def judged(self, manifest: Manifest) -> Judged:
        """The schema's errors in the resources of a CEC."""
        return {
            resource.index: [
                problem
                for message in walk.walk(resource.route, resource.value, self._schemas)
                for problem in self._judge.check(message)
            ]
            for resource in resources.resources(manifest)
        }

    def _invalid_options(self, options: Table) -> Iterator[Problem]:
        """What protoc-gen-validate says of HttpProtocolOptions, without the `Any`s in them."""
        for message in walk.walk((), {**options, "@type": PREFIX + upstream.OPTIONS}, self._schemas):
            if message.type != wellknown.ANY and not message.within_any:
                yield from self._judge.check(message)


class _Run:
    """One CEC on its way."""

    def __init__(self, envelope: Envelope, deep: Deep, first_port: int) -> None:
        self._envelope = envelope
        self._deep = deep
        self._first_port = first_port
        self._drafts: list[Draft] = []
        self._dropped: list[DroppedResource] = []
        self._stops: list[Stop] = []
        self._names: dict[Kind, set[str]] = {}
        self._upstream = False
        self._allocated: dict[str, int] = {}

    def read_selector(self, manifest: Manifest) -> None:
        """Refuse a node selector that is not valid."""
        spec = manifest.value.get("spec")
        selector = spec.get("nodeSelector") if isinstance(spec, dict) else None
        if isinstance(selector, dict) and self._envelope.features.node_selector:
            at = (*manifest.route, "spec", "nodeSelector")
            self._stops.extend(
                Stop("refused", "node-selector", trouble, (*at, *route))
                for trouble, route in node_selector.troubles(selector)
            )

    def read(self, resource: Resource, judged: Sequence[Problem]) -> None:
        """Take one resource: drop it, stop at it, or complete it."""
        undecoded = tuple(problem for problem in judged if problem.gate == "dropped")
        if undecoded or not resource.value:
            self._dropped.append(DroppedResource(resource, undecoded))
            return
        noun = NOUNS.get(resource.type_url)
        if noun is None:
            message = f"unsupported type: {resource.type_url}"
            self._stops.append(Stop("refused", "unsupported-type", message, (*resource.route, "@type")))
            return
        value = self._deep.any(resource.value)
        del value["@type"]
        draft = Draft(noun.kind, resource, value, self._envelope)
        if draft.name:
            self._take(draft, noun, judged)
        else:
            self._refuse(draft, "unnamed", f"unspecified {noun.unnamed}")

    def settle_listeners(self) -> None:
        """Ports and listener filters, once every resource has been read."""
        for draft in self._of("listeners"):
            if listeners.needs_port(draft):
                self._allocated.setdefault(draft.name, self._first_port + len(self._allocated))
            listeners.settle(draft, self._allocated.get(draft.name, 0))
            equal = listeners.equal_matches(draft.value) if self._envelope.features.equal_matches else None
            if equal is not None:
                message = f"Listener {quote(draft.name)} contains filter chains with duplicate matching rules"
                self._refuse(draft, "equal-matches", message, "filter_chains", equal)

    def find_internal_listeners(self) -> None:
        """Refuse endpoints at internal listeners that are not there."""
        if not self._envelope.features.internal_addresses:
            return
        known = {draft.name for draft in self._of("listeners") if listeners.is_internal(draft.value)}
        for draft in self._of("clusters"):
            if "load_assignment" in draft.value:
                self._miss_listeners(draft, draft.value["load_assignment"], ("load_assignment",), known)
        for draft in self._of("endpoints"):
            self._miss_listeners(draft, draft.value, (), known)

    def inject_upstream(self, validate: upstream.Validate) -> None:
        """Put Cilium's filters into the clusters, where a listener asks for it."""
        for draft in self._of("clusters") if self._upstream else ():
            wrong = upstream.inject(draft, validate)
            if wrong is not None:
                self._refuse(draft, "upstream-filters", wrong.message, *wrong.route)

    def effective(self) -> Effective:
        """What came of it all."""
        ports: dict[str, int] = {}
        for draft in self._of("listeners"):
            port = listeners.socket_port(draft.value)
            if port is not None:
                ports[draft.name] = port
        sent = tuple(
            Sent(draft.kind, draft.name, draft.value, draft.resource, tuple(draft.changes)) for draft in self._drafts
        )
        return Effective(
            self._envelope,
            sent,
            tuple(self._dropped),
            tuple(self._stops),
            ports,
            frozenset(self._allocated),
            published.redirects(self._envelope, ports),
        )

    def _take(self, draft: Draft, noun: Noun, judged: Sequence[Problem]) -> None:
        written = draft.name
        try:
            self._complete(draft)
        except endpoints.CrashError as crash:
            self._stops.append(Stop("crash", "no-endpoint", str(crash), draft.written(crash.route)))
            return
        names = self._names.setdefault(draft.kind, set())
        if (draft.name if self._envelope.features.duplicates_by_qualified_name else written) in names:
            self._refuse(draft, "duplicate-name", f"duplicate {noun.duplicate} {quote(draft.name)}", *_name_of(draft))
        names.add(draft.name)
        for problem in judged:
            if problem.gate == "refused":
                message = f"{noun.invalid.format(name=quote(draft.name))}: {problem.message}"
                self._stops.append(Stop("refused", "invalid", message, problem.route))
        self._drafts.append(draft)

    def _complete(self, draft: Draft) -> None:
        if draft.kind == "listeners":
            self._upstream |= listeners.complete(draft)
        elif draft.kind == "routes":
            routes.qualify(draft, draft.value, ())
        elif draft.kind == "clusters":
            clusters.complete(draft)
        elif draft.kind == "endpoints":
            endpoints.qualify(draft, draft.value, ())
        else:
            draft.qualify(draft.value, "name", ())

    def _miss_listeners(self, draft: Draft, assignment: Table, route: tuple[str, ...], known: set[str]) -> None:
        noun = "Cluster" if draft.kind == "clusters" else "Endpoint"
        for name, at in endpoints.internal_listeners(draft, assignment, route):
            if name not in known:
                missing = f"missing internal listener: {parse(name)[2]}"
                message = f"{noun} refers to missing internal listener {quote(draft.name)} ({missing})"
                self._refuse(draft, "missing-internal-listener", message, *at)

    def _refuse(self, draft: Draft, reason: Reason, message: str, *route: str | int) -> None:
        self._stops.append(Stop("refused", reason, message, draft.written(route)))

    def _of(self, kind: Kind) -> list[Draft]:
        return [draft for draft in self._drafts if draft.kind == kind]


def _name_of(draft: Draft) -> tuple[str]:
    return ("cluster_name",) if draft.kind == "endpoints" else ("name",)
