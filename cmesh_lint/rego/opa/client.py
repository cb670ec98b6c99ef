"""The client of an OPA server: `opa-python-client`. No other module imports it, and this one only when it is asked for:
it costs a quarter of a second.

What the library raises becomes one of three: the server is gone, it took too long, it refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from ...config.opa import OpaSettings

T = TypeVar("T")

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ServerResponse(NamedTuple):
    """One thing that OPA says is wrong."""

    code: str
    """`rego_parse_error`, `eval_conflict_error`."""
    message: str
    file: str
    """The id of the policy; "" where there is no place."""
    line: int
    column: int
    """Both from 1."""


class Gone(Exception):  # noqa: N818 - it is no error of ours
    """The server cannot be reached, or what answers is not OPA. One sentence."""


class TookTooLong(Exception):  # noqa: N818
    """No answer within the time limit."""


class Refused(Exception):  # noqa: N818
    """OPA answers that it will not, or cannot."""

    def __init__(self, message: str, told: tuple[ServerResponse, ...] = (), missing: bool = False) -> None:
        super().__init__(told[0].message if told else message)
        self.told = told
        self.missing = missing
        """What was to be read or removed is not there."""


class Door:
    """Requests to one server."""

    def __init__(self, settings: OpaSettings) -> None:
        self._url = settings.url
        self._timeout = settings.timeout
        self._client = _client(settings)

    def version(self) -> str:
        """Of OPA: `1.22.2`; "" where the server does not say."""
        with self._translated():
            result = self._client.get_data("system/version")["result"]
        return str(result.get("version", "")) if isinstance(result, dict) else ""

    def labels(self) -> dict[str, str]:
        """What the server is called in its configuration."""
        with self._translated():
            labels: dict[str, str] = self._client.get_config()["result"].get("labels", {})
        return labels

    def put_policy(self, name: str, text: str) -> None:
        """Adds a module, and compiles all that the server has."""
        with self._translated():
            self._client.update_policy_from_string(text, name, rego_compat=False)

    def delete_policy(self, name: str) -> None:
        with self._translated():
            self._client.delete_policy(name)

    def put_data(self, path: str, value: dict[str, Any]) -> None:
        with self._translated():
            self._client.update_or_create_data(value, path)

    def delete_data(self, path: str) -> None:
        with self._translated():
            self._client.delete_data(path)

    def ask(self, path: str, input_: dict[str, Any]) -> Any:
        """The document at a path, such as `a/b`, for an input; None where it is undefined."""
        with self._translated():
            # As the embedded engine: what a built-in function cannot do is an error and not undefined.
            answer = self._client.query_rule(input_, path, query_params={"strict-builtin-errors": True})
        return answer.get("result")

    def close(self) -> None:
        self._client.close_connection()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        import requests
        from opa_client import errors

        try:
            yield
        except requests.exceptions.TooManyRedirects as error:
            # What is sent, a token and manifests, is for the address that a user named.
            raise Gone(f"{self._url} redirects to another address, which is not followed; use that one") from error
        except _TooMuchError as error:
            raise Refused(f"its response exceeds {_LONGEST >> 20} MiB") from error
        except requests.exceptions.SSLError as error:
            raise Gone(
                f"the certificate of {self._url} cannot be verified, or it asks for a client certificate"
            ) from error
        except requests.exceptions.ReadTimeout as error:
            raise TookTooLong(f"it took more than {self._timeout:g} s") from error
        except requests.exceptions.HTTPError as error:
            raise _refusal(error.response) from error
        except (requests.exceptions.RequestException, ValueError, KeyError, AttributeError, TypeError) as error:
            raise Gone(f"no OPA responds at {self._url}") from error
        except errors.RegoParseError as error:
            raise Refused(f"{error.message}", told_in({"errors": error.errors})) from error
        except (errors.PolicyNotFoundError, errors.DeletePolicyError, errors.DeleteDataError) as error:
            raise Refused(f"{error.message}", missing=error.expression == "resource_not_found") from error


def _client(settings: OpaSettings) -> Any:
    from opa_client import OpaClient

    class Client(OpaClient):  # type: ignore[misc, unused-ignore]
        """The library's client, with what it has no parameter for."""

        def _init_session(self) -> Any:
            session = super()._init_session()
            # A proxy never leads to this machine's own ports.
            session.trust_env = parts.hostname not in _LOOPBACK
            # With some `auth`, requests leaves our header alone; without, ~/.netrc would replace it.
            session.auth = _as_it_is
            session.max_redirects = 0
            session.hooks["response"].append(_bounded)
            session.stream = True
            return session

    parts = urlsplit(settings.url)
    secure = parts.scheme == "https"
    client = Client(
        host=f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or "",
        port=parts.port or (443 if secure else 80),
        ssl=(settings.ca_file or True) if secure else False,
        cert=(settings.client_cert, settings.client_key) if settings.client_key else settings.client_cert,
        token=settings.token.revealed() if settings.token else None,
        retries=settings.retries,
        timeout=settings.timeout,
    )
    client.root_url = f"{settings.url}/v1"
    return client


_LONGEST = 64 * 1024 * 1024
"""Bytes of an answer."""


class _TooMuchError(Exception):
    """An answer beyond the limit."""


def _bounded(response: Any, **_: Any) -> Any:
    """Reads an answer before anybody reads it without a limit."""
    chunks, left = [], _LONGEST
    for chunk in response.iter_content(1 << 16):
        left -= len(chunk)
        if left < 0:
            response.close()
            raise _TooMuchError
        chunks.append(chunk)
    response._content = b"".join(chunks)
    return response


def _as_it_is(request: T) -> T:
    return request


def _refusal(response: Any) -> Refused:
    try:
        body = response.json()
    except ValueError:
        body = {}
    return Refused(f"it responds with {response.status_code}: {body.get('message') or response.reason}", told_in(body))


def told_in(body: dict[str, Any]) -> tuple[ServerResponse, ...]:
    """The errors of an answer of OPA's, or of a report in JSON."""
    return tuple(_told(each) for each in body.get("errors") or ())


def _told(error: dict[str, Any]) -> ServerResponse:
    place = error.get("location") or {}
    return ServerResponse(
        code=str(error.get("code", "")),
        message=str(error.get("message", "")).strip().partition("\n")[0].rstrip(":"),
        file=str(place.get("file", "")),
        line=max(1, int(place.get("row", 0))),
        column=max(1, int(place.get("col", 0))),
    )
