"""What a DataSource holds, shared by rules about secrets and key sets."""

from __future__ import annotations

from ..protobuf.walk import Message


def inline(source: Message | None) -> str | None:
    """The text of a data source where it is written inline; None where it comes from elsewhere."""
    if source is None:
        return None
    text = source.fields.get("inline_string")
    if isinstance(text, str):
        return text
    data = source.fields.get("inline_bytes")
    return _decoded(data) if isinstance(data, str) else None


def _decoded(data: str) -> str | None:
    import base64

    try:
        return base64.b64decode(data.replace("-", "+").replace("_", "/") + "==").decode("latin-1")
    except ValueError:
        return None
