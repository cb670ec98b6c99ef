"""Manifests with recorded verdicts: those of this repository, and more where CMESH_LINT_CORPUS names a folder.

A folder has manifests anywhere below it, and `verdicts.jsonl`, a line for each object with a verdict: `file`, `doc` (its
position in the file), `name`, `gate` (`ok`, `dropped`, `refused` or `nacked`) and `why`, the words of that gate. It says
what the decoder and the parser of the newest Cilium's agent and a stock Envoy make of the object alone; the API server
has no part in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OWN = Path(__file__).parent / "corpus"
FOLDERS = (OWN, *(Path(each).resolve() for each in os.environ.get("CMESH_LINT_CORPUS", "").split(os.pathsep) if each))


def files() -> list[Path]:
    """Every manifest of every corpus."""
    return [path for folder in FOLDERS for path in sorted(folder.rglob("*")) if path.suffix in (".yaml", ".yml")]


def verdicts() -> Iterator[tuple[Path, dict[str, Any]]]:
    """The folder and the line of each verdict."""
    for folder in FOLDERS:
        for line in (folder / "verdicts.jsonl").read_text(encoding="utf-8").splitlines():
            yield folder, json.loads(line)
