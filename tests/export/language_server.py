"""Speaks the Language Server Protocol with yaml-language-server, over stdin and stdout.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

Json = Any


class LanguageServer:
    """A running server; `with` ends it."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._last = 0
        self._diagnostics: dict[str, list[Json]] = {}
        client = {"textDocument": {"hover": {"contentFormat": ["plaintext"]}}}
        self._request("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": client})
        self._send({"method": "initialized", "params": {}})
        settings = {"yaml": {"schemaStore": {"enable": False}, "kubernetesCRDStore": {"enable": False}}}
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": settings}})

    def __enter__(self) -> LanguageServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._request("shutdown", None)
        self._send({"method": "exit"})
        self._process.wait()

    def open(self, name: str, text: str) -> list[Json]:
        """Open a document of the folder; the diagnostics that come back."""
        uri = self._uri(name)
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while uri not in self._diagnostics:
            self._take(self._read())
        return self._diagnostics[uri]

    def complete(self, name: str, line: int, character: int) -> dict[str, Json]:
        """What is offered at a place of an open document, by label."""
        answer = self._request("textDocument/completion", self._place(name, line, character))
        return {item["label"]: item for item in answer["items"]}

    def hover(self, name: str, line: int, character: int) -> str:
        """The text shown at a place of an open document."""
        answer = self._request("textDocument/hover", self._place(name, line, character))
        return str(answer["contents"]["value"])

    def _uri(self, name: str) -> str:
        return (self._folder / name).as_uri()

    def _place(self, name: str, line: int, character: int) -> Json:
        return {"textDocument": {"uri": self._uri(name)}, "position": {"line": line, "character": character}}

    def _request(self, method: str, params: Json) -> Json:
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._last and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._take(message)

    def _take(self, message: Json) -> None:
        """Keep diagnostics, and answer what the server asks with nothing."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message: Json) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> Json:
        assert self._process.stdout is not None
        length = 0
        while header := self._process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self._process.stdout.read(length))
