"""What a message as a whole must obey, from its `allOf` in the keywords of the schemas: required fields and oneofs.

A message may be written as null, and then obeys none of it: `type` keeps null out of `if` and `not`.
"""

from __future__ import annotations

from typing import Any

from ..protobuf.schemas import MessageType
from . import values

Schema = dict[str, Any]
_SET: Schema = {"$ref": values.DEFINITIONS + values.SET}


class FieldRules:
    """The rules of one message."""

    def __init__(self, message: MessageType) -> None:
        self._message = message
        self.limits: dict[str, Schema] = {}
        """Field → its constraint."""
        self.must: frozenset[str] = frozenset()
        """Fields that must be set."""
        self._oneofs: dict[str, list[str]] = {}
        self._required: set[str] = set()
        """The oneofs of which a member must be set."""
        for part in message.schema.get("allOf", ()):
            self._read(part)

    def _read(self, part: Schema) -> None:
        title: str = part["title"]
        if title.startswith("oneof "):
            self._oneofs[title.removeprefix("oneof ")] = _members(part["oneOf"])
        elif title.startswith("required oneof "):
            members = _members(part["anyOf"])
            if len(members) == 1:
                self.must |= {members[0]}
            else:
                self._required.add(title.removeprefix("required oneof "))
        else:
            self.limits = part.get("properties", {})
            self.must |= frozenset(part.get("required", ()))

    def required(self) -> list[Schema]:
        """The fields that must be set, in either spelling."""
        alike = sorted(name for name in self.must if self._camel(name) == name)
        apart = sorted(self.must.difference(alike))
        found: list[Schema] = [{"required": alike}] if alike else []
        return [*found, *({"anyOf": [{"required": [n]}, {"required": [self._camel(n)]}]} for n in apart)]

    def oneofs(self) -> list[Schema]:
        """At most one member of each oneof, or exactly one where one is required.

        A member that is written as null is not set. Where one is, only the requirement is checked.
        """
        return [self._oneof(name) for name in sorted(self._oneofs)]

    def _oneof(self, name: str) -> Schema:
        keys = [key for member in self._oneofs[name] for key in dict.fromkeys((member, self._camel(member)))]
        members = f"^({'|'.join(keys)})$"
        branches: list[Schema] = [{"required": [key]} for key in keys]
        guarded: Schema = {"if": {"type": "object", "patternProperties": {members: _SET}}}
        if name in self._required:
            guarded["else"] = {"not": {"type": "object", "patternProperties": {members: {"type": "null"}}}}
        else:
            branches.append({"propertyNames": {"not": {"enum": keys}}})
        return {**guarded, "then": {"oneOf": branches}}

    def once(self) -> list[Schema]:
        """No field in both spellings."""
        pairs = [[name, self._camel(name)] for name in self._message.by_name if self._camel(name) != name]
        both: list[Schema] = [{"required": pair} for pair in pairs]
        return [{"not": {"type": "object", "anyOf": both}}] if both else []

    def _camel(self, name: str) -> str:
        return self._message.camel(name)


def _members(branches: list[Schema]) -> list[str]:
    return [branch["required"][0] for branch in branches if "required" in branch]
