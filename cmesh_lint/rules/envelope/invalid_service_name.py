"""Name that no Service can have."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...patterns import pattern
from ...rule import CONFIG, Example, Page, Rule, fix_example

_SERVICE = pattern(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?")
_NAMESPACE = pattern(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")
_DOMAIN = pattern(r"([a-z0-9][-a-z0-9]*)\.([a-z0-9][-a-z0-9]*)\.svc(?:\..*)?")


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames names and namespaces in `services` and `backendServices` that Kubernetes allows for none."""
    for field in ("services", "backendServices"):
        for index, service in config.objects(field):
            name, namespace = service.get("name"), service.get("namespace")
            if isinstance(name, str) and name and not _SERVICE.fullmatch(name):
                yield RULE.found(_text(name), config.at("spec", field, index, "name"))
            if isinstance(namespace, str) and namespace and not _NAMESPACE.fullmatch(namespace):
                yield RULE.found(_no_namespace(namespace), config.at("spec", field, index, "namespace"))


def _text(name: str) -> str:
    if "*" in name:
        return f"`{name}` matches no Service: there are no wildcards; list each Service"
    domain = _DOMAIN.fullmatch(name)
    if domain is not None:
        return f"`{name}` is a DNS name; write `name: {domain[1]}` and `namespace: {domain[2]}`"
    return f"`{name}` is not a valid Service name; it takes at most 63 of a-z, 0-9 and `-`, and begins with a letter"


def _no_namespace(namespace: str) -> str:
    if "*" in namespace:
        return f"`{namespace}` matches no namespace: there are no wildcards; list each Service"
    return f"`{namespace}` is not a valid namespace name; it takes at most 63 of a-z, 0-9 and `-`"


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "  - name: echo\n    namespace: default\n    listener: echo\n",
            '  - name: "*"  # want: invalid-service-name "there are no wildcards"\n    namespace: default\n    listener: echo\n',
        ),
    )
    return Page(
        title="Name that no Service can have",
        catches=(
            "A `name` or `namespace` in `services` or `backendServices` that Kubernetes does not allow: `*`, a DNS name, "
            "underscores, capitals, more than 63 characters."
        ),
        why="The agent looks for a Service of exactly that name. There is none, so no traffic is redirected, silently.",
        bad=bad,
        good=fix_example(bad, ('"*"', "echo")),
        more=(
            Example(
                "a DNS name",
                bad=fix_example(
                    ECHO,
                    (
                        "  services:\n  - name: echo\n",
                        "  services:\n  - name: echo.default.svc.cluster.local  "
                        '# want: invalid-service-name "write `name: echo` and `namespace: default`"\n',
                    ),
                ),
            ),
            Example(
                "an underscore in the name, and any namespace",
                bad=fix_example(
                    ECHO,
                    (
                        "  resources:\n",
                        "  backendServices:\n"
                        '  - name: echo_v2  # want: invalid-service-name "is not a valid Service name"\n'
                        '    namespace: "*"  # want: invalid-service-name "matches no namespace"\n'
                        "  resources:\n",
                    ),
                ),
            ),
            Example(
                "a namespace in capitals",
                bad=fix_example(
                    ECHO,
                    (
                        "  resources:\n",
                        "  backendServices:\n  - name: echo-v2\n"
                        '    namespace: Shop  # want: invalid-service-name "is not a valid namespace name"\n'
                        "  resources:\n",
                    ),
                ),
            ),
        ),
        fix="Write the `name` and `namespace` of one Service in each entry.",
    )


RULE = Rule(
    id="invalid-service-name",
    severity="error",
    gate="runtime",
    on=(CONFIG,),
    check=check,
    page=page,
    effect="no Service has the name, so the entry redirects no traffic and publishes no endpoints",
)
