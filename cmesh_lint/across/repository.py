"""Everything a run has read, as one version of Cilium sees it: frozen, with look-ups.

It holds Facts of CECs and what stands beside them. What is not in it may live elsewhere, unless `complete`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

from ..agent import features
from ..agent.envelope import ServiceRef
from ..agent.features import Features
from ..finding import ObjectRef
from ..resources import CLUSTERWIDE
from ..versions import Version
from .facts import Address, Facts, ListenerFacts, Named
from .neighbours import Neighbours, Policy, Secret, Service, Slice, Switch
from .variants import apart

BUILT_IN = ("default", "kube-system", "kube-public", "kube-node-lease", "cilium-secrets")
"""Namespaces of every cluster with Cilium."""
Index = dict[str, list[Facts]]


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

    def lacks(self, found: Callable[..., object], *about: object) -> bool:
        """Whether what is not here is nowhere: as anything is, or as it was here before the change that is judged.

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
        for config in self.listeners.get(name, ()):
            return next(each for each in config.listeners if each.name == name)
        return None

    def listening(self, socket: Address) -> list[Facts]:
        """Who has a listener on that address; the socket's route counts for nothing."""
        return self._sockets.get(socket[:3], [])

    @cached_property
    def _sockets(self) -> dict[tuple[str, int, str], list[Facts]]:
        found: dict[tuple[str, int, str], list[Facts]] = defaultdict(list)
        for config in self.configs:
            for listener in config.listeners:
                for each in listener.addresses:
                    found[each[:3]].append(config)
        return found

    def _index(self, names: Callable[[Facts], Iterable[Named | ListenerFacts]]) -> Index:
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
        return [each for each in self.neighbours.slices if each.service in (full_name, f"/{name}")]

    @cached_property
    def namespaces(self) -> set[str]:
        """The namespaces that something of the files lies in, besides CECs, or that are in every cluster."""
        services = {each.namespace for each in self.neighbours.services}
        secrets = {each.namespace for each in self.neighbours.secrets}
        return services | secrets | {*self.neighbours.namespaces, *BUILT_IN}

    def services_of(self, namespace: str) -> list[Service]:
        """The Services of a namespace that look like one that is referred to."""
        return self._by_namespace.get(namespace, [])

    @cached_property
    def _by_namespace(self) -> dict[str, list[Service]]:
        found: dict[str, list[Service]] = defaultdict(list)
        for service in self.neighbours.services:
            found[service.namespace].append(service)
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

    def policies_of(self, namespace: str, selector: str, peers: str) -> list[Policy]:
        """The network policies of a namespace with a listener for those endpoints and peers, each once."""
        return self._policies.get((namespace, selector, peers), [])

    @cached_property
    def _policies(self) -> dict[tuple[str, str, str], list[Policy]]:
        found: dict[tuple[str, str, str], dict[Policy, None]] = defaultdict(dict)
        for policy in self.neighbours.policies:
            for selector, listener in zip(policy.selector, policy.listeners, strict=True):
                found[policy.object.namespace, selector, listener.peers][policy] = None
        return {key: list(policies) for key, policies in found.items()}

    @cached_property
    def switched_off(self) -> Switch | None:
        """A setting that turns CECs off, unless another place turns the same on."""
        on = {switch.name for switch in self.neighbours.switches if switch.on}
        return next((each for each in self.neighbours.switches if not each.on and each.name not in on), None)


def clusterwide(config: Facts) -> bool:
    """Whether it is a CCEC."""
    return config.object.kind == CLUSTERWIDE


def meet(one: Facts, other: Facts) -> bool:
    """Whether two CECs are different objects that can be in force on one node."""
    if one.object == other.object or apart(one.file, other.file):
        return False
    selectors = {one.node_selector, other.node_selector} - {""}
    return len(selectors) < 2
