"""Which extensions are in which `Any`: read from `schemas/any_fields.json`."""

from __future__ import annotations

import json
import os
from typing import NamedTuple

from .. import data
from ..protobuf.schemas import Schemas


class Places(NamedTuple):
    """The places of one release."""

    fields: dict[str, tuple[str, ...]]
    """A field of a message, by full name → the categories of extensions it takes."""
    types: dict[str, tuple[str, ...]]
    """Category → the messages that configure the extensions which the release's Envoy is built with."""

    def taking(self, field: str) -> tuple[str, ...]:
        """The categories of a field that have a message in this release."""
        return tuple(category for category in self.fields.get(field, ()) if self.types.get(category))

    def configurations(self) -> tuple[str, ...]:
        """Every message that configures an extension."""
        return tuple(sorted({type_ for types in self.types.values() for type_ in types}))


def load(schemas: Schemas) -> Places:
    """The places, with the messages that the release has."""
    with open(os.path.join(data.folder("schemas"), "any_fields.json"), encoding="utf-8") as file:
        known = json.load(file)
    fields = {field: tuple(categories) for field, categories in known["fields"].items()}
    types = {
        category: tuple(
            type_
            for type_, releases in types.items()
            if schemas.minor in releases.split(",") and schemas.message(type_) is not None
        )
        for category, types in known["types"].items()
    }
    return Places(fields, types)
