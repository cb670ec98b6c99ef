"""Which CECs have to do with each other, and with what is beside them: those in which the same names stand.

It is coarse, and may take more files than needed: what none of the names is in has nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..patterns import pattern
from ..repository.facts import Facts, VersionedFacts
from ..repository.kubernetes import objects, read_cilium
from ..source.files import Source
from ..source.manifests import Manifest

_TOKEN = pattern(rb"[\w.-]+")
_ADDRESSES = b"clusterIP"
_FEW = 30
"""Words that are sooner looked for one by one."""


def words_of(told: Iterable[VersionedFacts]) -> set[bytes]:
    """What files hold that have to do with some CECs."""
    return {word.encode() for each in told for word in _words(each.facts) if word}


def words_beside(source: Source) -> set[bytes]:
    """What CECs hold that have to do with what is in a file beside them: Services, Secrets, network policies."""
    listeners = [each for policy in read_cilium(source).policies for each in policy.listeners]
    found = {str(name) for each in listeners for name in (each.config, each.listener)}
    for manifest in objects(source, _any):
        found.update((manifest.name, _service_of(manifest), *_cluster_ips(manifest)))
    return {word.encode() for word in found if word}


def words_through(sources: Iterable[Source], words: set[bytes]) -> set[bytes]:
    """What has to do with the words through the Services of some files: some know a Service by its cluster IP."""
    beside = (each for each in sources if _ADDRESSES in each.data and is_kin(each.data, words))
    return words.union(*map(words_beside, beside))


def sets_cilium(source: Source) -> bool:
    """Whether a file holds a setting of Cilium that every CEC has to do with."""
    return bool(read_cilium(source).switches)


def _any(text: str) -> bool:
    return True


def _service_of(manifest: Manifest) -> str:
    """The Service that an EndpointSlice belongs to; empty where it is none."""
    metadata = manifest.value.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    name = labels.get("kubernetes.io/service-name") if isinstance(labels, dict) else None
    return name if isinstance(name, str) else ""


def _cluster_ips(manifest: Manifest) -> list[str]:
    spec = manifest.value.get("spec")
    if manifest.kind != "Service" or not isinstance(spec, dict):
        return []
    several = spec.get("clusterIPs")
    written = (spec.get("clusterIP"), *(several if isinstance(several, list) else ()))
    return [each for each in written if isinstance(each, str) and each not in ("", "None")]


def is_kin(data: bytes, words: set[bytes]) -> bool:
    """Whether one of the words is in a file, or is the end of a word there, behind a hyphen."""
    if len(words) <= _FEW and not any(word in data for word in words):
        return False
    return any(
        not words.isdisjoint(_ends(token)) for token in set(_TOKEN.findall(data)) if token in words or b"-" in token
    )


def _ends(token: bytes) -> list[bytes]:
    parts = token.split(b"-")
    return [b"-".join(parts[start:]) for start in range(len(parts))]


def _names(facts: Facts) -> Iterator[str]:
    """What resources are called that are defined or asked for."""
    for resources in (facts.clusters, facts.endpoints, facts.secrets, facts.routes, facts.internal_uses):
        yield from (each.name for each in resources)
    yield from (listener.name for listener in facts.listeners)
    yield from (use.name for use in facts.cluster_uses)
    yield from (use.name for use in facts.endpoints_uses)
    yield from (use.name for use in facts.secret_uses)


def _words(facts: Facts) -> Iterator[str]:
    yield facts.object.name
    yield from (ref.name for ref in (*facts.services, *facts.backend_services))
    for name in _names(facts):
        # A name without a slash has become one below the CEC's own.
        if not name.startswith(f"{facts.namespace}/{facts.object.name}/"):
            yield name.rpartition("/")[2].partition(":")[0]
    yield from (host.name for host in facts.hosts)
    yield from (str(address.port) for listener in facts.listeners for address in listener.addresses)
