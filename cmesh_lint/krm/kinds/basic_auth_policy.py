"""BasicAuthPolicy: a name and a password for each request."""

from __future__ import annotations

from ..fields import header, many, text
from ..pieces import Attachment, Making, Piece, PolicySource, http_filter
from ..values import extension
from .kind import Kind
from .scopes import limit

FILTER = "envoy.extensions.filters.http.basic_auth.v3.BasicAuth"


def build(policy: PolicySource, attachment: Attachment) -> Making:
    name = limit("envoy.filters.http.basic_auth", policy)
    users = "".join(f"{user}\n" for user in policy.spec["users"])
    yield Piece(http_filter(20, name), extension(name, FILTER, users={"inline_string": users}), (("users",),))
    if "forwardUsernameHeader" in policy.spec:
        told = {"forward_username_header": policy.spec["forwardUsernameHeader"]}
        yield Piece(http_filter(20, name), {"typed_config": told}, (("forwardUsernameHeader",),))


KIND = Kind(
    name="BasicAuthPolicy",
    summary="HTTP basic auth. Unauthenticated requests get 401. Password hashes (SHA-1, the only kind Envoy supports) "
    "are visible to anyone who can read the CEC: treat it as weak protection.",
    spec={
        "users": many(
            "The users, as `htpasswd -s` writes them.",
            text(
                "A user: `name:{SHA}hash`.",
                pattern=r"^[^:\s]+:\{SHA\}[A-Za-z0-9+/]{27}=$",
                title="a user as `htpasswd -nbs NAME PASSWORD` writes it, `name:{SHA}hash`",
            ),
            uniqueItems=True,
        ),
        "forwardUsernameHeader": header("A header that passes the user name to the Service."),
    },
    listener=build,
    routed=True,
    required=("users",),
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: BasicAuthPolicy
metadata: {name: echo-users, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo-service-1}]
  users: ["alice:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="]
  forwardUsernameHeader: x-user
""",
    ),
)
