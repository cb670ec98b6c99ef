"""Two listeners on the same port."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Address, Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames ports that an earlier listener of the same CEC, or one of another CEC, has."""
    here: dict[Address, str] = {}
    for listener in facts.listeners:
        for address in listener.addresses:
            socket = address._replace(route=())
            if here.setdefault(socket, listener.name) != listener.name:
                yield RULE.found(_text(address, f"the listener `{here[socket].rpartition('/')[2]}`"), address.route)
            other = repository.listening(socket, facts)
            if other is not None:
                yield RULE.found(_text(address, f"a listener of {other.object} in {other.file}"), address.route)


def _text(address: Address, who: str) -> str:
    return f"port {address.port} of `{address.address}` is already used by {who}"


SOCKET = """\
    address:
      socket_address:
        address: 127.0.0.1
        port_value: 8080
"""
WANT = '8080  # want: address-in-use "CiliumEnvoyConfig/default/{}"'


def page() -> Page:
    from ._examples import PROXY

    first = fix_example(PROXY, ("    filter_chains:\n", SOCKET + "    filter_chains:\n"))
    second = "---\n" + fix_example(first, ("metadata:\n  name: echo\n", "metadata:\n  name: second\n"))
    return Page(
        title="Two listeners on the same port",
        catches="Two listeners, in one CEC or in two, with the same address and port.",
        why="Envoy accepts the first one that it gets and rejects the other.",
        bad=fix_example(first, ("8080", WANT.format("second"))) + fix_example(second, ("8080", WANT.format("echo"))),
        good=first + fix_example(second, ("8080", "8081")),
        fix="Use another port, or remove the address: then the agent picks a port.",
        log=("has duplicate address", "cannot bind"),
    )


RULE = Rule(
    id="address-in-use",
    severity="error",
    gate="nacked",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
