"""Certificates and tokens, made by openssl and the standard library."""

from __future__ import annotations

import base64
import json
import ssl
import subprocess
from pathlib import Path
from typing import Any, NamedTuple


class Certificate(NamedTuple):
    """A certificate and its key, as PEM files."""

    certificate: Path
    key: Path

    @property
    def pem(self) -> str:
        """The certificate."""
        return self.certificate.read_text()


def self_signed(folder: Path, host: str) -> Certificate:
    """A certificate for a host, which vouches for itself."""
    made = Certificate(folder / f"{host}.crt", folder / f"{host}.key")
    _openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "2"),
        *("-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"),
        *("-keyout", str(made.key), "-out", str(made.certificate)),
    )
    return made


def served(own: Certificate, clients: Certificate | None = None) -> ssl.SSLContext:
    """What a server needs; with `clients`, it asks callers for that very certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own.certificate, own.key)
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients.certificate)
    return context


class Signer:
    """Somebody who signs tokens, with a key of RSA."""

    def __init__(self, folder: Path, name: str) -> None:
        self._key = folder / f"{name}.pem"
        _openssl("genrsa", "-out", str(self._key), "2048")
        modulus = _openssl("rsa", "-in", str(self._key), "-noout", "-modulus").decode().strip().partition("=")[2]
        key = {"kty": "RSA", "alg": "RS256", "use": "sig", "n": _base64(bytes.fromhex(modulus)), "e": "AQAB"}
        self.jwks = json.dumps({"keys": [key]})
        """The public key, as a JSON Web Key Set."""

    def token(self, **claims: Any) -> str:
        """A JSON Web Token."""
        parts = [_base64(json.dumps(part).encode()) for part in ({"alg": "RS256", "typ": "JWT"}, claims)]
        text = ".".join(parts)
        return f"{text}.{_base64(_openssl('dgst', '-sha256', '-sign', str(self._key), given=text.encode()))}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _openssl(*arguments: str, given: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
