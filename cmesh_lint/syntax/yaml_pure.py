"""PyYAML's parser in Python, brought to what libyaml reads: for a PyYAML that was built without libyaml."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.error import MarkedYAMLError

_BOM = "\ufeff"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\(u|U0000)[dD][89a-fA-F]")
_QUOTED = re.compile(r" '(?:\\.|[^'\\])*'(?=[ ;]|$)")
_EXPECTED = re.compile(r"expected '?(<[^>]*>|'.*')'?, but (?:found|got) ")
_PROBLEMS = {
    "mapping values are not allowed here": "mapping values are not allowed in this context",
    "sequence entries are not allowed here": "block sequence entries are not allowed in this context",
    "while scanning a simple key": "could not find expected ':'",
}


class PureLoader(yaml.BaseLoader):
    """Reads a text of characters. Raises what the loader over libyaml raises, with its words where they are known."""

    def __init__(self, text: str) -> None:
        # libyaml does not count the mark of byte order.
        self._text = text.removeprefix(_BOM)
        super().__init__(self._text)

    def scan_to_next_token(self) -> None:
        """Skips tabs wherever no key can begin, too."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def get_single_node(self) -> Any:
        """The root of the only document; None where there is none."""
        try:
            return super().get_single_node()
        except MarkedYAMLError as error:
            raise in_words_of_libyaml(error) from None

    def compose_scalar_node(self, anchor: Any) -> Any:
        """Refuses half a character, which libyaml does while it scans."""
        node = super().compose_scalar_node(anchor)
        if _SURROGATE.search(node.value):
            found = _ESCAPED_SURROGATE.search(self._text, node.start_mark.index)
            mark = node.start_mark if found is None else yaml.Mark("", found.end(1), 0, 0, None, 0)
            raise MarkedYAMLError(None, None, "found invalid Unicode character escape code", mark)
        return node


def in_words_of_libyaml(error: MarkedYAMLError) -> MarkedYAMLError:
    """The error without the names that only the parser in Python puts into it."""
    error.context = _QUOTED.sub("", error.context or "") or None
    problem = error.problem or ""
    if problem.startswith("expected <block end>"):
        listed = error.context == "while parsing a block collection"
        problem = "did not find expected '-' indicator" if listed else "did not find expected key"
    elif found := _EXPECTED.match(problem):
        problem = f"did not find expected {found[1]}"
    else:
        problem = _QUOTED.sub("", problem)
    error.problem = _PROBLEMS.get(problem, problem) or None
    return error
