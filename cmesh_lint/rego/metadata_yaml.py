"""Metadata as OPA reads it: `yes`, `off` and `12:30` are strings, as YAML 1.2 has them; YAML 1.1 has them otherwise."""

from __future__ import annotations

import re
from typing import Any

_OTHERWISE = re.compile(
    r"(?:^|[\s:\[{,-])(?:yes|no|on|off|[-+]?0o[0-7]+|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+)[ \t]*(?:$|[\s,:\]}])",
    re.IGNORECASE | re.MULTILINE,
)


class MetadataError(Exception):
    """A block that is no YAML: what is wrong, and on which of its lines, from 0."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


def is_read_otherwise(text: str) -> bool:
    """Whether a word in the text may be something else in YAML 1.1."""
    return _OTHERWISE.search(text) is not None


def read(text: str) -> Any:
    """The value of a block. Raises MetadataError. It takes some milliseconds: most blocks do not need it."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        raise MetadataError(error.problem or "not YAML", mark.line if mark else 0) from error
    except (YAMLError, ValueError) as error:
        raise MetadataError("not YAML", 0) from error
