"""Cluster is not used."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from ...cec.cluster_references import every
from ...cec.envoy_config import CLUSTER, LISTENER, EnvoyConfig, write_name
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule

OPEN = ("cluster_header", "cluster_specifier_plugin", "inline_cluster_specifier_plugin")
"""Fields of a route that choose among clusters unseen."""


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name of a cluster that only its own CEC can use, and does not."""
    name = write_name(cluster, "name")
    full = config.envelope.owner.qualified(name)
    if cluster.parent is not cluster.top or not name or "/" in name or not config.tops(LISTENER):
        return
    if full in config.once((__name__, "used"), lambda: {each.name for each in every(config)}) or config.defined.untyped:
        return
    said = config.once((__name__, "said"), lambda: _Said(config))
    if not said.chooses_unseen and not said.mentions(cluster, {name, full}):
        yield RULE.found(f"nothing in this CEC uses the cluster `{name}`", cluster.route_of("name"))


class _Said:
    """What the fields of all messages say, so that a name is looked for once and not in each of them."""

    def __init__(self, config: EnvoyConfig) -> None:
        self.chooses_unseen = any(set(OPEN) & message.fields.keys() for message in config.messages)
        self._names: set[str] = set()
        self._count: Counter[str] = Counter()
        for message in config.messages:
            self._count.update(_texts(message))
            name = message.fields.get("name")
            if isinstance(name, str) and message.type != CLUSTER and message.parent is not message.top:
                self._names.add(name)
        self._order = list(self._count)
        self._starts = list(accumulate((len(text) + 1 for text in self._order), initial=0))
        self._whole = "\0".join(self._order)

    def mentions(self, cluster: Message, names: set[str]) -> bool:
        """Whether another message says one of a cluster's names, other than as its own."""
        own = _texts(cluster)
        return any(
            name in self._names or any(self._count[text] > (text in own) for text in self._holding(name))
            for name in names
        )

    def _holding(self, name: str) -> Iterator[str]:
        """The texts that are the name; where it is not too short for that, those that hold it, too."""
        if len(name) <= _SHORT:
            yield from (name,) if name in self._count else ()
            return
        at = self._whole.find(name)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield self._order[number]
            at = self._whole.find(name, self._starts[number + 1])


_SHORT = 3


def _texts(message: Message) -> set[str]:
    """The texts in the fields of a message, other than its own name, without those of the messages below."""
    pending = [value for field, value in message.fields.items() if field not in ("name", "cluster_name", "stat_prefix")]
    found: set[str] = set()
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            pending += [*value, *value.values()]
        elif isinstance(value, list):
            pending += value
    return found


def page() -> Page:
    from ..echo import ECHO

    bad = (
        ECHO
        + """\
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: canary  # want: unused-cluster "nothing in this CEC uses"
    type: EDS
    connect_timeout: 5s
    eds_cluster_config:
      service_name: default/echo
"""
    )
    return Page(
        title="Cluster is not used",
        catches=(
            "A cluster without `/` in its name that no route, proxy or filter of its CEC references. Clusters with a "
            "`/` may be used by other CECs."
        ),
        why=(
            "Envoy gets the cluster anyway. Listeners wait for clusters, so if Envoy rejects it, it holds up a CEC "
            "that does not need it."
        ),
        bad=bad,
        good=ECHO,
        fix="Use it, or remove it.",
    )


RULE = Rule(
    id="unused-cluster",
    severity="warning",
    gate="runtime",
    effect="no request goes to the cluster, and if Envoy rejects it, the listeners of the CEC wait for it",
    on=(CLUSTER,),
    check=check,
    page=page,
)
