"""A gRPC server, as one endpoint of a Service. It knows bytes; what they mean is for the tests to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc

Method = Callable[[bytes, grpc.ServicerContext], bytes]


class GrpcBackend:
    """Answers unary methods, by their full names as `/echo.Echo/Say`, at a free port of 127.0.0.1."""

    def __init__(self, methods: Mapping[str, Method]) -> None:
        self._server = grpc.server(ThreadPoolExecutor(max_workers=4))
        self._server.add_generic_rpc_handlers((_Methods(methods),))
        self.port: int = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()

    def close(self) -> None:
        """Stop at once."""
        self._server.stop(None).wait()


class _Methods(grpc.GenericRpcHandler):  # type: ignore[misc]
    def __init__(self, methods: Mapping[str, Method]) -> None:
        self._methods = methods

    def service(self, details: Any) -> grpc.RpcMethodHandler | None:
        method = self._methods.get(details.method)
        return grpc.unary_unary_rpc_method_handler(method) if method else None
