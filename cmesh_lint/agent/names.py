"""What an Envoy resource of a CEC is called: `NAMESPACE/CEC/NAME`, in a CCEC `/CCEC/NAME`.

Source: ResourceQualifiedName and ParseQualifiedName in pkg/policy/api/utils.go of Cilium.
"""

from __future__ import annotations

from ..tuples import NamedTuple


class Owner(NamedTuple):
    """Whose resources they are. `namespace` is empty for a CCEC."""

    namespace: str
    name: str

    def qualified(self, name: str, force: bool = False) -> str:
        """The name in Envoy. A name with a `/` is kept, unless `force` and it is not of the owner's namespace.

        Listeners, routes, virtual hosts and references to them are forced; clusters, endpoints and secrets are not.
        """
        if not name or ("/" in name and (not force or name.startswith(f"{self.namespace}/"))):
            return name
        return f"{self.namespace}/{self.name}/{name}"

    def owns(self, name: str) -> bool:
        """Whether a qualified name is one of this owner's."""
        return parse(name)[:2] == self


def parse(name: str) -> tuple[str, str, str]:
    """(namespace, CEC, name) of a qualified name; of any other name the first two are empty."""
    namespace, first, rest = name.partition("/")
    owner, second, local = rest.partition("/")
    return (namespace, owner, local) if first and second else ("", "", name)
