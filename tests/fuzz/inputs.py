"""Hostile inputs, by a seed: texts grown from the examples of the docs, and the folders they lie in."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parents[2]
Json = Any

NUMBERS = (
    "1e21", "1E400", "-1e999999999", "0x7fffffffffffffffffffffff", "1" * 400, "0." + "0" * 300 + "1", "-0", "1_000",
    ".inf", "-.INF", ".nan", "0o777", "0b1", "1e-400", "12:30:45", "2001-01-01", "9223372036854775808", "1e3", "+1", "00",
)  # fmt: skip
"""Spellings of numbers, as they are written into a text."""
VALUES: tuple[Json, ...] = (
    None, True, False, 0, -1, 2**31, 2**53 + 1, 2**64, 10**40, 1e308, 1e21, 5e-324, "", "0s", "-1s", "1e9s", "9" * 30 + "h",
    "a" * 5000, "::error::x", "\n::error file=x::y", "\x1b[31m", "\u202e", "\ud800", "\x00", "{{ .Values.x }}", "${x:-y}", "%REQ(",
    "*", "../../etc/passwd", "/dev/zero", "http://169.254.169.254/", "(a+)+$", "[z-a]", "(?:x{1000}){1000}", [], {}, [[]], [{}], {"a": {}},
    [None], {"": None}, {"@type": 5}, {"@type": "type.googleapis.com/google.protobuf.Any"}, ["x"] * 50, {"items": 5},
)  # fmt: skip
"""Values that take the place of others."""
NAMES = (
    "a.yaml", "b.yml", "c.json", "kustomization.yaml", "-rf.yaml", "--output=x.yaml", "::error::x.yaml", "a\nb.yaml",
    "\x1b[31m.yaml", "\u202egnp.yaml", "$(touch pwned).yaml", "'.yaml", '".json', " .yaml", "#.yaml", "%41.yaml", "a,b.yaml",
)  # fmt: skip


class Input(NamedTuple):
    """One input: files by name, and what else lies in the folder."""

    files: dict[str, bytes]
    links: dict[str, str]
    """Symbolic links, by name, and where they lead."""
    pipes: tuple[str, ...]
    """Named pipes."""

    def write(self, folder: str) -> None:
        """Lays the input down in an empty folder."""
        for name, data in self.files.items():
            Path(folder, name).write_bytes(data)
        for name, target in self.links.items():
            Path(folder, name).symlink_to(target)
        for name in self.pipes:
            os.mkfifo(Path(folder, name))


def seeds() -> list[str]:
    """Every YAML example of the docs that is not too long, each a text."""
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    blocks = (match[1] for page in sorted(pages) for match in _BLOCK.finditer(page.read_text(encoding="utf-8")))
    files = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").rglob("*.yaml")))
    return [text for text in dict.fromkeys((*blocks, *files)) if len(text) < 6000]


_BLOCK = re.compile(r"```ya?ml\n(.*?)```", re.DOTALL)


def inputs(seed: int, count: int) -> Iterator[Input]:
    """`count` inputs; the same seed gives the same ones."""
    texts = seeds()
    for number in range(count):
        yield one(random.Random(f"{seed}:{number}"), texts)


def one(chance: random.Random, texts: Sequence[str]) -> Input:
    """One input."""
    names = ["a.yaml"] if chance.random() < 0.8 else chance.sample(NAMES, chance.randint(1, 3))
    files = {name: text(chance, texts) for name in names}
    links: dict[str, str] = {}
    pipes: tuple[str, ...] = ()
    if chance.random() < 0.05:
        links = chance.choice(
            (
                {"y.yaml": "z.yaml", "z.yaml": "y.yaml"},
                {"zero.yaml": "/dev/zero"},
                {"tty.json": "/dev/tty", "up.yaml": ".."},
                {"shadow.yaml": "/etc/shadow"},
                {"gone.yaml": "nowhere"},
            )
        )
    if chance.random() < 0.02:
        pipes = ("pipe.yaml",)
    if chance.random() < 0.03:
        files["pyvenv.cfg"] = b""
    return Input(files, links, pipes)


def text(chance: random.Random, texts: Sequence[str]) -> bytes:
    """A text: an example, edited once to five times, in its structure, its characters, or its bytes."""
    grown = chance.choice(texts)
    for _ in range(chance.randint(1, 5)):
        grown = chance.choice(_EDITS)(chance, grown, texts)[:200_000]
    data = grown.encode("utf-8", "surrogatepass" if chance.random() < 0.3 else "replace")
    if chance.random() < 0.15:
        data = _bytes(chance, data)
    return data


Edit = Callable[[random.Random, str, Sequence[str]], str]


def _structure(chance: random.Random, source: str, _texts: Sequence[str]) -> str:
    """Another value, or none, at a place of the tree; written as YAML or JSON."""
    try:
        documents = list(yaml.load_all(source, Loader=yaml.CSafeLoader))
        places = [(holder, key) for document in documents for holder, key in _places(document)]
        if not places:
            return source
        for _ in range(chance.randint(1, 3)):
            holder, key = chance.choice(places)
            holder[key] = chance.choice((*VALUES, *documents)) if chance.random() < 0.9 else holder
        if chance.random() < 0.3:
            return "\n".join(json.dumps(document) for document in documents)
        return str(yaml.dump_all(documents, Dumper=yaml.CSafeDumper))
    except (yaml.YAMLError, ValueError, TypeError, KeyError, IndexError, RecursionError):
        return source  # an earlier edit broke it, or it holds itself


def _places(value: Json) -> Iterator[tuple[Any, Any]]:
    """Every place of a tree that can be assigned to."""
    seen: set[int] = set()
    pending = [value]
    while pending:
        here = pending.pop()
        if id(here) in seen or not isinstance(here, dict | list):
            continue
        seen.add(id(here))
        for key, inner in list(here.items() if isinstance(here, dict) else enumerate(here)):
            yield here, key
            pending.append(inner)


def _number(chance: random.Random, source: str, _texts: Sequence[str]) -> str:
    """A scalar spelt as an odd number."""
    found = list(re.finditer(r"(?<=: )[^\s{\[&*|>#][^\n]*", source))
    if not found:
        return source
    match = chance.choice(found)
    return source[: match.start()] + chance.choice(NUMBERS) + source[match.end() :]


def _lines(chance: random.Random, source: str, texts: Sequence[str]) -> str:
    """Lines taken out, doubled, moved in or out, or brought from another example."""
    lines = source.split("\n")
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines[at:at] = lines[at : at + 3]
        case 2:
            lines[at] = chance.choice(("  ", "    ", "\t", "- ")) + lines[at]
        case 3:
            lines[at] = lines[at].lstrip()
        case _:
            other = chance.choice(texts).split("\n")
            start = chance.randrange(len(other))
            lines[at:at] = other[start : start + 6]
    return "\n".join(lines)


def _syntax(chance: random.Random, source: str, _texts: Sequence[str]) -> str:
    """A piece of syntax put in somewhere."""
    at = chance.randrange(len(source) + 1)
    piece = chance.choice(
        (
            "&a ", "*a ", "<<: *a\n", "!!binary ", "!x ", "---\n", "...\n", "%TAG ! tag:x\n", "%YAML 1.3\n", "? ", "|\n", ">-\n",
            "[" * 60, "{" * 60, "- " * 60, '"', "'", "\\u0066", "#", "\ufeff", "\x85", "\u2028", "\x00", "\r\n", "{{ x }}", "${x}",
            "items:\n- ", "# cmesh-lint: ignore[*] x\n", "# cmesh-lint: ignore-file[", "a" * 10_000,
        )
    )  # fmt: skip
    return source[:at] + piece + source[at:]


def _joined(chance: random.Random, source: str, texts: Sequence[str]) -> str:
    """Several examples in one file."""
    return "\n---\n".join((source, *(chance.choice(texts) for _ in range(chance.randint(1, 3)))))


_EDITS: tuple[Edit, ...] = (_structure, _structure, _structure, _number, _lines, _lines, _syntax, _joined)


def _bytes(chance: random.Random, data: bytes) -> bytes:
    """A few bytes changed, cut, or the whole in another encoding."""
    match chance.randrange(4):
        case 0:
            changed = bytearray(data or b"x")
            for _ in range(chance.randint(1, 8)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            return bytes(changed)
        case 1:
            return data[: chance.randrange(len(data) + 1)]
        case 2:
            return data.decode("utf-8", "replace").encode(
                chance.choice(("utf-16", "utf-16-le", "utf-32", "latin-1")), "replace"
            )
        case _:
            return b"\xef\xbb\xbf" + data
