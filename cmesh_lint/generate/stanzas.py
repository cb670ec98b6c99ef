"""Writes the schemas of the policy API and its page: `python -m cmesh_lint.generate.stanzas`.

`schemas/stanzas/KIND_v1alpha1.json` for each kind, named as kubeconform and the catalogue of CRDs look for them;
`schemas/stanzas/all.json` for editors; `docs/policies.md`, between the texts of `stanzas_page`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from ..krm import kinds, schema
from ..krm.expand import expand
from ..krm.fields import Schema
from ..krm.group import API_VERSION, VERSION
from ..krm.reading import Found, read
from ..source.yaml_writer import dump
from ..versions import NEWEST
from .stanzas_page import HEAD, LINES

COMMAND = "python -m cmesh_lint.generate.stanzas"
ROOT = Path(__file__).parents[2]
NOTE = f"<!-- Made by `{COMMAND}` from the kinds in cmesh_lint/krm/kinds; edit them there. -->\n\n"


def files() -> Iterator[tuple[str, str]]:
    """The path, seen from the top of the repository, and the text of each file."""
    for name, made in schema.every().items():
        yield f"schemas/stanzas/{name.lower()}_{VERSION}.json", _json({"$comment": f"Made by `{COMMAND}`."} | made)
    yield "schemas/stanzas/all.json", _json(_all())
    yield "docs/policies.md", NOTE + page()


def _json(value: Schema) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _all() -> Schema:
    """One schema for files with policies of any kind; it ignores other objects."""
    ours = {"required": ["apiVersion"], "properties": {"apiVersion": {"const": API_VERSION}}}
    known = list(schema.every())
    chosen = [
        {
            "if": {"required": ["kind"], "properties": {"kind": {"const": name}}},
            "then": {"$ref": f"{name.lower()}_{VERSION}.json"},
        }
        for name in known
    ]
    return {
        "$schema": schema.DRAFT,
        "$comment": f"Made by `{COMMAND}`.",
        "title": f"Policies of {API_VERSION}",
        "if": ours,
        "then": {"required": ["kind"], "properties": {"kind": {"enum": known}}, "allOf": chosen},
    }


def page() -> str:
    """The page of the API."""
    index = [f"| [{kind.name}](#{kind.name.lower()}) | {kind.summary} |" for kind in kinds.every()]
    parts = [HEAD, "## Kinds", "", "| Kind | What it is for |", "|---|---|", *index, ""]
    parts += [LINES, *_lines(), ""]
    for kind in kinds.every():
        parts += [f"## {kind.name}", "", kind.summary, "", "| Field | Type | Meaning |", "|---|---|---|"]
        parts += [f"| `{path}` | {_type(field)} | {_words(field)} |" for path, field in _fields(schema.spec(kind))]
        for example in kind.examples:
            parts += ["", "```yaml", example.rstrip(), "```"]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _lines() -> Iterator[str]:
    """The table of lines: the scenarios as policies, and the CECs generated from them."""
    totals = [0, 0]
    for folder in sorted((ROOT / "kustomize-plugin" / "scenarios").iterdir()):
        text = (folder / "policies.yaml").read_text("utf-8")
        stanzas, _ = read([Found(value) for value in yaml.safe_load_all(text)])
        made = "---\n".join(map(dump, expand(stanzas, NEWEST).resources))
        counts = [len(text.splitlines()), len(made.splitlines())]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        link = f"[{folder.name}](../kustomize-plugin/scenarios/{folder.name}/policies.yaml)"
        yield f"| {link} | {counts[0]} | {counts[1]} |"
    yield f"| **all** | **{totals[0]}** | **{totals[1]}** |"


def _fields(node: Schema, path: str = "", top: Iterable[str] = ()) -> Iterator[tuple[str, Schema]]:
    """The fields of a spec. Fields that routes share with the spec, and those of a string match, are listed once."""
    for name, field in node.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield here, field
        if path == "routes[]" and name in top:
            continue
        inner = field.get("items", {}) if field.get("type") == "array" else field
        suffix = "[]" if field.get("type") == "array" else ""
        if "string" not in (inner.get("type") or ()):
            yield from _fields(inner, here + suffix, top or node["properties"])


def _type(field: Schema) -> str:
    if "enum" in field and "title" not in field:
        return " or ".join(f"`{json.dumps(word) if word == '' else word}`" for word in field["enum"])
    title = str(field.get("title", ""))
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    if title.startswith("a duration"):
        return "duration"
    if isinstance(field.get("type"), list):
        return "string or match"
    if isinstance(field.get("additionalProperties"), dict):
        return f"map of {_type(field['additionalProperties'])}"
    return {"string": "string", "object": "object", "integer": "integer", "number": "number", "boolean": "boolean"}[
        str(field.get("type"))
    ]


def _words(field: Schema) -> str:
    words = str(field["description"])
    default: Any = field.get("default")
    if default is not None and default != "":
        shown = default if isinstance(default, str) else json.dumps(default)
        words += f" Default: `{shown}`."
    return words.replace("|", "\\|")


def write(root: Path) -> None:
    """Writes all files below `root`, and removes schemas of kinds that no longer exist."""
    wanted = dict(files())
    for old in (root / "schemas" / "stanzas").glob("*.json"):
        if f"schemas/stanzas/{old.name}" not in wanted:
            old.unlink()
    for name, text in wanted.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
