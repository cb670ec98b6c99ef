"""What a test of traffic needs: a `Mesh` with backends, and a real Envoy that runs what stanzas become."""

from .answers import Reply as Reply
from .answers import Seen as Seen
from .answers import always as always
from .answers import echo as echo
from .backend import Backend as Backend
from .client import Client as Client
from .client import Response as Response
from .grpc_backend import GrpcBackend as GrpcBackend
from .mesh import Mesh as Mesh
from .proxy import Proxy as Proxy
from .tcp_backend import TcpBackend as TcpBackend
from .waiting import until as until
