"""A mesh of one node: backends, and an Envoy that runs what stanzas become."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol, TypeVar

from cmesh_lint.envoy.process import Envoy

from .answers import Answer
from .backend import Backend
from .kustomize import PLUGIN, build, written
from .node import Endpoint, Node
from .proxy import Proxy

Json = Any


class _Closable(Protocol):
    def close(self) -> None: ...


Opened = TypeVar("Opened", bound=_Closable)


class Mesh:
    """Starts what a test asks for; `close` ends all of it."""

    def __init__(self, program: str) -> None:
        self._program = program
        self.version = Envoy(program).version()
        """That of Envoy, as `1.37.0`."""
        self._opened = ExitStack()

    def close(self) -> None:
        """End everything that was started, the last first."""
        self._opened.close()

    def opened(self, one: Opened) -> Opened:
        """Takes something that is to be closed at the end."""
        self._opened.callback(one.close)
        return one

    def backend(self, name: str = "echo", answer: Answer | None = None) -> Backend:
        """An HTTP server."""
        return self.opened(Backend(name, answer))

    def scenario(self, name: str, **services: Endpoint | Sequence[Endpoint]) -> Proxy:
        """An Envoy that runs one of the kustomizations in `kustomize-plugin/scenarios`."""
        return self._proxy(PLUGIN / "scenarios" / name, _named(services), {})

    def proxy(
        self,
        stanzas: str,
        services: Mapping[str, Endpoint | Sequence[Endpoint]],
        secrets: Mapping[str, Json] | None = None,
    ) -> Proxy:
        """An Envoy that runs what stanzas become. Services are named as `NAME` or `NAMESPACE/NAME`, with `:PORT` for
        the endpoints of one port alone.
        """
        return self._proxy(written(stanzas, self._folder()), _named(services), secrets or {})

    def _proxy(
        self, kustomization: Path, services: dict[str, Sequence[Endpoint]], secrets: Mapping[str, Json]
    ) -> Proxy:
        node = Node.of(build(kustomization))
        return self.opened(Proxy(self._program, node, services, secrets, self._folder()))

    def _folder(self) -> Path:
        # Short, unlike pytest's own: the name of a socket has a hundred bytes at most.
        return Path(self._opened.enter_context(tempfile.TemporaryDirectory(prefix="cmesh-")))


def _named(services: Mapping[str, Endpoint | Sequence[Endpoint]]) -> dict[str, Sequence[Endpoint]]:
    return {
        (name if "/" in name else f"default/{name}"): given if isinstance(given, Sequence) else [given]
        for name, given in services.items()
    }
