"""Everything a run has read, as one version of Cilium sees it: frozen, with look-ups.

It holds Facts of CECs and what is beside them. What is not in it may live elsewhere, unless `complete`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, Literal, TypeVar

from ..agent import features
from ..agent.envelope import ServiceRef
from ..agent.features import Features
from ..finding import ObjectRef
from ..source.resources import CLUSTERWIDE
from ..tuples import NamedTuple
from ..versions import Version
from .environments import apart
from .facts import Address, Facts, ListenerFacts, NamedResource
from .kubernetes import Neighbours, NetworkPolicy, PolicyListener, Secret, Service, Slice, Switch
from .overlaps import Crowd
from .typos import KnownNames

BUILT_IN = ("default", "kube-system", "kube-public", "kube-node-lease", "cilium-secrets")
"""Namespaces of every cluster with Cilium."""
Index = dict[str, list[Facts]]
T = TypeVar("T")
K = TypeVar("K")
Kind = Literal["clusters", "endpoints", "secrets", "listeners", "routes"]
"""The resources that other CECs can have under the same name."""
_ANY_PORT = "*"


class Listing(NamedTuple):
    """An entry of a CEC for a Service."""

    config: Facts
    ref: ServiceRef
    backend: bool


class Repository:
    """The CECs of a run and their neighbours, for one version of Cilium. Nobody changes it."""

    def __init__(
        self,
        version: Version,
        configs: Iterable[Facts],
        neighbours: Neighbours,
        complete: bool = False,
        before: Repository | None = None,
    ) -> None:
        self.version = version
        self.configs = tuple(configs)
        """In the order of files and documents."""
        self.neighbours = neighbours
        self.complete = complete
        """Whether what is not here is nowhere."""
        self._before = before
        self._found: dict[object, Any] = {}

    def lacks(self, found: Callable[..., object], *about: object) -> bool:
        """Whether what is not here is nowhere: as anything is, or as it was here before the change that is checked.

        `found` looks for it in a Repository; it is given the earlier one, and what it is `about`.
        """
        return self.complete or (self._before is not None and bool(found(self._before, *about)))

    def since(self, minor: str) -> bool:
        """Whether the version is of that minor or a later one."""
        return self.version.age >= Version(minor, minor, 0).age

    @property
    def features(self) -> Features:
        """What the agent of this version does."""
        return features.of(self.version)

    @cached_property
    def by_object(self) -> dict[ObjectRef, list[Facts]]:
        """CECs by what they are called; more than one where an overlay says the same again."""
        found: dict[ObjectRef, list[Facts]] = defaultdict(list)
        for config in self.configs:
            found[config.object].append(config)
        return found

    def config(self, namespace: str, name: str) -> list[Facts]:
        """The CECs of that namespace and name, or the CCECs where the namespace is empty."""
        return self._by_owner.get((namespace, name), [])

    @cached_property
    def _by_owner(self) -> dict[tuple[str, str], list[Facts]]:
        found: dict[tuple[str, str], list[Facts]] = defaultdict(list)
        for config in self.configs:
            found[config.namespace, config.object.name].append(config)
        return found

    @cached_property
    def clusters(self) -> Index:
        """Who defines a cluster of that name."""
        return self._index(lambda config: config.clusters)

    @cached_property
    def endpoints(self) -> Index:
        """Who defines endpoints of that name."""
        return self._index(lambda config: config.endpoints)

    @cached_property
    def secrets(self) -> Index:
        """Who defines an Envoy secret of that name."""
        return self._index(lambda config: config.secrets)

    @cached_property
    def routes(self) -> Index:
        """Who defines routes of that name."""
        return self._index(lambda config: config.routes)

    @cached_property
    def listeners(self) -> Index:
        """Who defines a listener of that name."""
        return self._index(lambda config: config.listeners)

    def listener(self, name: str) -> ListenerFacts | None:
        """The listener of that name in Envoy."""
        return self._listeners.get(name)

    @cached_property
    def _listeners(self) -> dict[str, ListenerFacts]:
        found: dict[str, ListenerFacts] = {}
        for config in self.configs:
            for each in config.listeners:
                found.setdefault(each.name, each)
        return found

    def listening(self, socket: Address, config: Facts) -> Facts | None:
        """Who meets a CEC and has a listener on that address; the socket's route counts for nothing."""
        crowd = self._sockets.get(socket[:3])
        found = crowd.first(config, meet) if crowd is not None else None
        return found[1] if found else None

    @cached_property
    def _sockets(self) -> dict[tuple[str, int, str], Crowd]:
        found: dict[tuple[str, int, str], Crowd] = defaultdict(Crowd)
        for number, config in enumerate(self.configs):
            for listener in config.listeners:
                for each in listener.addresses:
                    found[each[:3]].add(number, config)
        return found

    def defined_by_another(self, kind: Kind, name: str, config: Facts) -> Facts | None:
        """The first CEC that meets one and has a resource of that kind and name."""
        crowd = self._definers(kind).get(name)
        found = crowd.first(config, meet) if crowd is not None else None
        return found[1] if found else None

    def defined_otherwise(self, kind: Kind, each: NamedResource, config: Facts) -> bool:
        """Whether a CEC that meets one writes the resource of that kind and name differently."""
        others = self._contents(kind).get(each.name, {})
        return any(
            crowd.first(config, meet) is not None for content, crowd in others.items() if content != each.content
        )

    def _definers(self, kind: Kind) -> dict[str, Crowd]:
        return self.once(("definers", kind), lambda: self._crowds(kind, lambda each: each.name))

    def _contents(self, kind: Kind) -> dict[str, dict[int, Crowd]]:
        def find() -> dict[str, dict[int, Crowd]]:
            found: dict[str, dict[int, Crowd]] = defaultdict(dict)
            for (name, content), crowd in self._crowds(kind, lambda each: (each.name, each[2])).items():
                found[name][content] = crowd
            return found

        return self.once(("contents", kind), find)

    def _crowds(self, kind: Kind, key: Callable[[Any], K]) -> dict[K, Crowd]:
        found: dict[K, Crowd] = defaultdict(Crowd)
        for number, config in enumerate(self.configs):
            for each in getattr(config, kind):
                found[key(each)].add(number, config)
        return found

    def same_place(self, config: Facts) -> list[Facts]:
        """The first CECs of the same name in the same folder: two at most, itself among them or not."""
        return self._places[config.object, _folder(config.file)]

    @cached_property
    def _places(self) -> dict[tuple[ObjectRef, str], list[Facts]]:
        found: dict[tuple[ObjectRef, str], list[Facts]] = defaultdict(list)
        for config in self.configs:
            here = found[config.object, _folder(config.file)]
            if len(here) < 2:
                here.append(config)
        return found

    def listener_of(self, namespace: str, config: str, name: str) -> ListenerFacts | None:
        """The listener of that name in Envoy, of the CECs of that namespace and name."""
        return self._listeners_of.get((namespace, config), {}).get(name)

    @cached_property
    def _listeners_of(self) -> dict[tuple[str, str], dict[str, ListenerFacts]]:
        found: dict[tuple[str, str], dict[str, ListenerFacts]] = defaultdict(dict)
        for config in self.configs:
            for each in config.listeners:
                found[config.namespace, config.object.name].setdefault(each.name, each)
        return found

    def _index(self, names: Callable[[Facts], Iterable[NamedResource | ListenerFacts]]) -> Index:
        found: Index = defaultdict(list)
        for config in self.configs:
            for each in names(config):
                found[each.name].append(config)
        return dict(found)

    @cached_property
    def _listings(self) -> dict[str, list[Listing]]:
        found: dict[str, list[Listing]] = defaultdict(list)
        for config in self.configs:
            for backend, refs in ((False, config.services), (True, config.backend_services)):
                for ref in refs:
                    found[config.own(ref)].append(Listing(config, ref, backend))
        return found

    def listings(self, service: str) -> list[Listing]:
        """The entries of all CECs for the Service `NAMESPACE/NAME`."""
        return self._listings.get(service, [])

    def redirecting(self, service: str, ref: ServiceRef, config: Facts) -> Facts | None:
        """The first CEC with listeners that meets one and redirects the Service at a port of the entry, too."""
        by_port = self._redirecting.get(service, {})
        ports = ("", *ref.ports) if ref.ports else (_ANY_PORT,)
        found = (by_port[port].first(config, meet) for port in ports if port in by_port)
        first = min(filter(None, found), key=lambda each: each[0], default=None)
        return first[1] if first else None

    @cached_property
    def _redirecting(self) -> dict[str, dict[str, Crowd]]:
        found: dict[str, dict[str, Crowd]] = defaultdict(lambda: defaultdict(Crowd))
        for number, config in enumerate(self.configs):
            for ref in config.services if config.listeners else ():
                by_port = found[config.own(ref)]
                for port in (_ANY_PORT, *(ref.ports or ("",))):
                    by_port[port].add(number, config)
        return found

    def own_listings(self, service: str, config: ObjectRef) -> list[Listing]:
        """The entries of the CECs of one name for a Service."""
        return self._own_listings.get((service, config), [])

    @cached_property
    def _own_listings(self) -> dict[tuple[str, ObjectRef], list[Listing]]:
        found: dict[tuple[str, ObjectRef], list[Listing]] = defaultdict(list)
        for service, listings in self._listings.items():
            for each in listings:
                found[service, each.config.object].append(each)
        return found

    def asks_for_ports(self, service: str, config: Facts) -> bool:
        """Whether a CEC restricts the endpoints of a Service to some ports."""
        own = self.own_listings(service, config.object)
        return self.once(("asks", service, config.object), lambda: any(map(self.listed_ports, own)))

    def restricting(self, service: str, config: Facts) -> Listing | None:
        """The first entry that restricts the endpoints of a Service to some ports, of a CEC that meets one."""
        crowd, listings = self.once(("restricting", service), lambda: self._restricting(service))
        found = crowd.first(config, meet)
        return listings[found[0]] if found else None

    def _restricting(self, service: str) -> tuple[Crowd, list[Listing]]:
        listings = [each for each in self.listings(service) if self.listed_ports(each)]
        return Crowd(each.config for each in listings), listings

    def listed_ports(self, listing: Listing) -> frozenset[str]:
        """The ports an entry restricts endpoints to; none: all."""
        if not listing.backend and not self.features.service_ports_restrict:
            return frozenset()
        return frozenset(listing.ref.ports)

    @cached_property
    def _services(self) -> dict[str, list[Service]]:
        found: dict[str, list[Service]] = defaultdict(list)
        for service in self.neighbours.services:
            found[service.full_name].append(service)
        return found

    def services(self, full_name: str) -> list[Service]:
        """The Services `NAMESPACE/NAME`; also those of that name whose namespace is not written down."""
        name = full_name.partition("/")[2]
        return self._services.get(full_name, []) + self._services.get(f"/{name}", [])

    def slices(self, full_name: str) -> list[Slice]:
        """The EndpointSlices of the Service `NAMESPACE/NAME`; also those whose namespace is not written down."""
        name = full_name.partition("/")[2]
        return self._slices.get(full_name, []) + self._slices.get(f"/{name}", [])

    @cached_property
    def _slices(self) -> dict[str, list[Slice]]:
        found: dict[str, list[Slice]] = defaultdict(list)
        for each in self.neighbours.slices:
            found[each.service].append(each)
        return found

    def port_names(self, full_name: str) -> frozenset[str]:
        """The names of ports that the EndpointSlices of the Service `NAMESPACE/NAME` have."""
        return self.once(("ports", full_name), lambda: frozenset(_names(self.slices(full_name))))

    @cached_property
    def namespaces(self) -> set[str]:
        """The namespaces that something of the files lies in, besides CECs, or that are in every cluster."""
        services = {each.namespace for each in self.neighbours.services}
        secrets = {each.namespace for each in self.neighbours.secrets}
        return services | secrets | {*self.neighbours.namespaces, *BUILT_IN}

    def service_like(self, namespace: str, name: str) -> str | None:
        """The Service of a namespace that a name is a typo of; none that a CEC refers to by its own name."""
        known = self._unlisted.get(namespace)
        return known.typo_of(name) if known is not None else None

    @cached_property
    def _unlisted(self) -> dict[str, KnownNames]:
        found: dict[str, list[str]] = defaultdict(list)
        for service in self.neighbours.services:
            if not self.listings(service.full_name):
                found[service.namespace].append(service.name)
        return {namespace: KnownNames(names) for namespace, names in found.items()}

    def config_like(self, namespace: str, name: str) -> str | None:
        """The CEC of a namespace, or the CCEC where that is empty, that a name is a typo of."""
        known = self._config_names.get(namespace)
        return known.typo_of(name) if known is not None else None

    @cached_property
    def _config_names(self) -> dict[str, KnownNames]:
        found: dict[str, list[str]] = defaultdict(list)
        for config in self.configs:
            found[config.namespace].append(config.object.name)
        return {namespace: KnownNames(names) for namespace, names in found.items()}

    @cached_property
    def objects_named(self) -> dict[str, list[ObjectRef]]:
        """CECs and CCECs of any namespace by their names."""
        found: dict[str, dict[ObjectRef, None]] = defaultdict(dict)
        for config in self.configs:
            found[config.object.name][config.object] = None
        return {name: list(each) for name, each in found.items()}

    def secret_like(self, namespace: str, name: str) -> str | None:
        """The Secret of a namespace that a name is a typo of."""
        known = self._secret_names.get(namespace)
        return known.typo_of(name) if known is not None else None

    @cached_property
    def _secret_names(self) -> dict[str, KnownNames]:
        found: dict[str, list[str]] = defaultdict(list)
        for secret in self.neighbours.secrets:
            found[secret.namespace].append(secret.name)
        return {namespace: KnownNames(names) for namespace, names in found.items()}

    @cached_property
    def written_namespaces(self) -> KnownNames:
        """The namespaces that there is an object for."""
        return KnownNames(self.neighbours.namespaces)

    def once(self, about: object, find: Callable[[], T]) -> T:
        """What `find` gives, found once for the repository."""
        if about not in self._found:
            self._found[about] = find()
        found: T = self._found[about]
        return found

    @cached_property
    def by_address(self) -> dict[str, list[Service]]:
        """Services by the cluster IPs that are written down."""
        found: dict[str, list[Service]] = defaultdict(list)
        for service in self.neighbours.services:
            for address in service.addresses:
                found[address].append(service)
        return dict(found)

    @cached_property
    def _kubernetes_secrets(self) -> dict[tuple[str, str], Secret]:
        return {(secret.namespace, secret.name): secret for secret in self.neighbours.secrets}

    def kubernetes_secret(self, namespace: str, name: str) -> Secret | None:
        """The Secret of that namespace and name."""
        return self._kubernetes_secrets.get((namespace, name))

    @cached_property
    def copied_secrets(self) -> dict[str, Secret]:
        """Secrets by the name that older operators give to a copy: `NAMESPACE-NAME`."""
        return {f"{each.namespace}-{each.name}": each for each in self.neighbours.secrets}

    def sent_elsewhere(
        self, policy: NetworkPolicy, selector: str, each: PolicyListener
    ) -> tuple[NetworkPolicy, PolicyListener] | None:
        """A rule that sends the same traffic to another listener with the same priority: one of the same policy, or of
        another one of its namespace that can be in force with it.
        """
        by_names = self._senders.get(_traffic(policy, selector, each), {})
        for names, senders in by_names.items():
            if names != each.names:
                for other, theirs in senders.values():
                    if other is policy or (other.object != policy.object and not apart(other.file, policy.file)):
                        return other, theirs
        return None

    @cached_property
    def _senders(self) -> dict[object, dict[object, dict[object, tuple[NetworkPolicy, PolicyListener]]]]:
        found: dict[object, dict[object, dict[object, tuple[NetworkPolicy, PolicyListener]]]] = {}
        for policy in self.neighbours.policies:
            for selector, each in zip(policy.selector, policy.listeners, strict=True):
                if not (each.ingress or each.deny):
                    by_names = found.setdefault(_traffic(policy, selector, each), {})
                    # Of the rules of one policy one is enough.
                    here = (policy.object, policy.file, policy.document)
                    by_names.setdefault(each.names, {}).setdefault(here, (policy, each))
        return found

    @cached_property
    def switched_off(self) -> Switch | None:
        """A setting that turns CECs off, unless another place turns the same on."""
        on = {switch.name for switch in self.neighbours.switches if switch.on}
        return next((each for each in self.neighbours.switches if not each.on and each.name not in on), None)


def _folder(file: str) -> str:
    return file.rpartition("/")[0]


def _traffic(policy: NetworkPolicy, selector: str, each: PolicyListener) -> object:
    return policy.object.namespace, selector, each.peers, each.priority


def _names(slices: Iterable[Slice]) -> Iterator[str]:
    return (name for each in slices for name in each.ports)


def clusterwide(config: Facts) -> bool:
    """Whether it is a CCEC."""
    return config.object.kind == CLUSTERWIDE


def meet(one: Facts, other: Facts) -> bool:
    """Whether two CECs are different objects that can be in force on one node."""
    if one.object == other.object or apart(one.file, other.file):
        return False
    selectors = {one.node_selector, other.node_selector} - {""}
    return len(selectors) < 2
