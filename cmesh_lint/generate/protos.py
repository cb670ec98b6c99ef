"""Reads descriptor sets: files of messages and enums, with their protoc-gen-validate rules.

protoc-gen-validate keeps its rules in the option `(validate.rules)`; the descriptors of every set carry
`validate/validate.proto`, so the options are decoded with the set's own classes.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor, OneofDescriptor


class Protos(NamedTuple):
    """A linked descriptor set."""

    pool: descriptor_pool.DescriptorPool
    files: tuple[str, ...]
    options: dict[str, Any]
    """Message classes of the set's own `google.protobuf.*Options`, by full name."""

    def messages(self) -> Iterator[Descriptor]:
        """Every message of the set, nested ones too, without the entries of maps."""
        for name in self.files:
            yield from _nested(self.pool.FindFileByName(name).message_types_by_name.values())

    def enums(self) -> Iterator[EnumDescriptor]:
        """Every enum of the set, nested ones too."""
        for name in self.files:
            yield from self.pool.FindFileByName(name).enum_types_by_name.values()
        for message in self.messages():
            yield from message.enum_types

    def rules(self, field: FieldDescriptor) -> Any:
        """The `validate.FieldRules` of a field (an empty message where it has none)."""
        return self._extension("google.protobuf.FieldOptions", field, "validate.rules")

    def required(self, oneof: OneofDescriptor) -> bool:
        """Whether one member of the oneof must be set."""
        return bool(self._extension("google.protobuf.OneofOptions", oneof, "validate.required"))

    def unchecked(self, message: Descriptor) -> bool:
        """Whether protoc-gen-validate makes no checks at all for the message."""
        return any(
            self._extension("google.protobuf.MessageOptions", message, name)
            for name in ("validate.disabled", "validate.ignored")
        )

    def _extension(self, options: str, described: Any, name: str) -> Any:
        extension = self.pool.FindExtensionByName(name)
        message = self.options[options].FromString(described.GetOptions().SerializeToString())
        return message.Extensions[extension]


def load(path: Path) -> Protos:
    """Link the gzipped `FileDescriptorSet` at `path`."""
    files = descriptor_pb2.FileDescriptorSet.FromString(gzip.decompress(path.read_bytes())).file
    by_name = {file.name: file for file in files}
    pool = descriptor_pool.DescriptorPool()
    added: set[str] = set()

    def add(name: str) -> None:
        if name in added or name not in by_name:
            return
        added.add(name)
        for dependency in by_name[name].dependency:
            add(dependency)
        pool.AddSerializedFile(by_name[name].SerializeToString())

    for name in by_name:
        add(name)
    options = {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(name))
        for name in (
            "google.protobuf.FieldOptions",
            "google.protobuf.OneofOptions",
            "google.protobuf.MessageOptions",
        )
    }
    return Protos(pool, tuple(sorted(by_name)), options)


def _nested(messages: Any) -> Iterator[Descriptor]:
    for message in messages:
        if message.GetOptions().map_entry:
            continue
        yield message
        yield from _nested(message.nested_types)
