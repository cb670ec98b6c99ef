"""Modules moved below a package of our own, so that a server that holds other policies keeps deciding as before."""

from __future__ import annotations

from collections.abc import Iterator

from . import tokens
from .edits import Edit, EditedText, before, edit, instead


def move_packages(text: str, namespace: str) -> EditedText:
    """The module below `namespace`, a Rego name: `package a` is `package NAME.a`, and every `data` is `data.NAME`."""
    return edit(text, _edits(text, namespace))


def _edits(text: str, namespace: str) -> Iterator[Edit]:
    last: tokens.Token | None = None
    for token in tokens.tokens(text):
        if last and (last.kind, last.text) == ("keyword", "package") and token.kind != "operator":
            yield before(token, f"{namespace}.")
        # Nothing else may be called so: OPA forbids rules, arguments and variables that shadow `data`.
        elif token.kind == "name" and token.text == "data" and not (last and last.text == "."):
            yield instead(token, f"data.{namespace}")
        if token.kind != "comment":
            last = token
