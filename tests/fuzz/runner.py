"""Runs commands over hostile inputs in processes that are watched, and says what a run must never do.

python -m tests.fuzz.runner --seed 7 --lint 200000 --others 100000
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple

from . import inputs

SLOW = 5.0
"""Seconds of processor time for one input. More is a hang."""
STUCK = 20.0
"""Seconds on the clock without an answer, on a machine that does other things, too."""
MEMORY = 300 * 1024
"""KiB that a process may take at most, over all inputs it has seen."""
BATCH = 250
"""Inputs for one process."""

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")
OTHERS: tuple[tuple[str, ...], ...] = (
    ("expand",),
    ("import",),
    ("explain-config",),
    ("upgrade-check", "--from", "1.17", "--to", "1.20"),
    ("render", "--check"),
    ("hook",),
)
KRM = "cmesh-krm"
CONFIGURATION = "configuration"
BASELINE = "baseline"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")
_COMMAND = re.compile(r"^(::|##\[|##vso\[)", re.MULTILINE)


class Fault(NamedTuple):
    """What a run did that it must not."""

    number: int
    """Of the input, by its seed."""
    command: tuple[str, ...]
    what: str


def main() -> int:
    """Runs what the command line asks for; prints every fault; 1 where there is one."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lint", type=int, default=200_000)
    parser.add_argument("--others", type=int, default=100_000)
    parser.add_argument("--show", type=int, help="write the input of this number into ./fuzzed instead")
    options = parser.parse_args()
    if options.show is not None:
        os.mkdir("fuzzed")
        inputs.one(random.Random(f"{options.seed}:{options.show}"), inputs.seeds()).write("fuzzed")
        return 0
    faults = 0
    for name, count in (("lint", options.lint), ("others", options.others)):
        kinds: Counter[str] = Counter()
        for fault in run(options.seed, count, name == "lint"):
            faults += 1
            kind = fault.what.strip().splitlines()[-1][:160]
            kinds[kind] += 1
            if kinds[kind] <= 3:
                print(f"{name} --show {fault.number} {' '.join(fault.command)}: {fault.what}", flush=True)
        print(f"{name}: {count} inputs, seed {options.seed}, {sum(kinds.values())} faults {dict(kinds)}", flush=True)
    return 1 if faults else 0


def run(seed: int, count: int, lint: bool) -> list[Fault]:
    """All faults over `count` inputs, in two processes at a time."""
    pending = [range(start, min(start + BATCH, count)) for start in range(0, count, BATCH)]
    active: list[_Worker] = []
    faults: list[Fault] = []
    while pending or active:
        while pending and len(active) < 2:
            active.append(_Worker(seed, pending.pop(), lint))
        for worker in list(active):
            left = worker.attend(faults)
            if left is not None:
                active.remove(worker)
                if left:
                    pending.append(left)
        time.sleep(0.01)
    return faults


class _Worker:
    """A process, and how long it has been at its input."""

    def __init__(self, seed: int, numbers: range, lint: bool) -> None:
        context = get_context("fork")
        self._numbers = numbers
        self._reader, writer = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(seed, numbers, lint, writer))
        self._process.start()
        writer.close()
        self._at = numbers.start
        self._command: tuple[str, ...] = ()
        self._since = time.monotonic()

    def attend(self, faults: list[Fault]) -> range | None:
        """Takes what it says; the inputs that are left where it has ended, None where it goes on."""
        try:
            while self._reader.poll():
                said = self._reader.recv()
                if isinstance(said, Fault):
                    faults.append(said)
                else:
                    self._at, self._command = said
                    self._since = time.monotonic()
        except EOFError:
            self._process.join()
            if self._process.exitcode == 0:
                return range(0)
            return self._lost(faults, f"died with {self._process.exitcode}")
        if time.monotonic() - self._since > STUCK:
            os.kill(self._process.pid or 0, signal.SIGKILL)
            self._process.join()
            return self._lost(faults, f"no answer within {STUCK} s")
        return None

    def _lost(self, faults: list[Fault], what: str) -> range:
        faults.append(Fault(self._at, self._command, what))
        return range(self._at + 1, self._numbers.stop)


def _work(seed: int, numbers: range, lint: bool, writer: Connection) -> None:
    texts = inputs.seeds()
    home = tempfile.mkdtemp(prefix="cmesh-fuzz-")
    before = os.getcwd()
    try:
        for number in numbers:
            chance = random.Random(f"{seed}:{number}")
            folder = os.path.join(home, str(number))
            os.mkdir(folder)
            os.chdir(folder)
            command, stdin = _lay_down(chance, texts, folder, lint)
            writer.send((number, command))
            if (what := _fault(command, stdin, home)) is not None:
                writer.send(Fault(number, command, what))
            os.chdir(before)
            shutil.rmtree(folder)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if grown > MEMORY:
            writer.send(Fault(numbers.start, ("all of", str(len(numbers))), f"took {grown // 1024} MB"))
    finally:
        os.chdir(before)
        shutil.rmtree(home, ignore_errors=True)


def _lay_down(chance: random.Random, texts: Sequence[str], folder: str, lint: bool) -> tuple[tuple[str, ...], bytes]:
    """Writes the input, and says which command reads it, and what it gets on standard input."""
    given = inputs.one(chance, texts)
    given.write(folder)
    if lint:
        return ("lint", "--format", chance.choice(FORMATS), "--no-kustomize", "."), b""
    kind = chance.choice((*OTHERS, (KRM,), (CONFIGURATION,), (BASELINE,)))
    first = next(iter(given.files.values()))
    if kind == (KRM,):
        return kind, first
    if kind == (CONFIGURATION,):
        with open(".cmesh-lint.yaml", "wb") as file:
            file.write(inputs.text(chance, _CONFIGURATIONS))
        return ("lint", "--no-kustomize", "."), b""
    if kind == (BASELINE,):
        with open("baseline.json", "wb") as file:
            file.write(inputs.text(chance, _BASELINES))
        return ("lint", "--no-kustomize", "--baseline", "baseline.json", "."), b""
    if kind[0] in ("expand", "import", "explain-config", "hook"):
        return (*kind, "--", *given.files), b""
    return (*kind, "."), b""


_CONFIGURATIONS = (
    'cilium-version: ["1.19", "1.20"]\nexclude: ["vendor/**"]\nfail-level: warning\n',
    "overrides:\n- paths: ['apps/**']\n  namespaces: [a]\n  rules: {unknown-field: 'off'}\nassume-complete: true\n",
    "rules: [shipped]\nbaseline: b.json\nformat: text\n",
)
_BASELINES = (
    '{"version": 1, "findings": [{"rule": "unknown-field", "file": "a.yaml", "fingerprint": "x", "count": 1}]}',
)


def _fault(command: tuple[str, ...], stdin: bytes, home: str) -> str | None:
    """Runs one command in this process, with files for its streams; None where it behaved."""
    streams = [os.open(os.path.join(home, name), os.O_RDWR | os.O_CREAT | os.O_TRUNC) for name in ("in", "out", "err")]
    os.write(streams[0], stdin)
    os.lseek(streams[0], 0, os.SEEK_SET)
    saved = [os.dup(number) for number in range(3)]
    started = time.process_time()
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        sys.stdin, sys.stdout, sys.stderr = _opened(0, "r"), _opened(1, "w"), _opened(2, "w")
        try:
            status: object = _call(command)
        except BaseException:
            status = traceback.format_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        for number, stream in enumerate(saved):
            os.dup2(stream, number)
            os.close(stream)
        sys.stdin, sys.stdout, sys.stderr = _opened(0, "r"), _opened(1, "w"), _opened(2, "w")
        taken = time.process_time() - started
        said = [os.pread(stream, 1 << 22, 0).decode("utf-8", "replace") for stream in streams[1:]]
        for stream in streams:
            os.close(stream)
    return judge(command, status, taken, *said)


def _opened(number: int, mode: str) -> object:
    return open(number, mode, encoding="utf-8", errors="surrogateescape", closefd=False)


def _call(command: tuple[str, ...]) -> object:
    if command == (KRM,):
        from cmesh_lint.krm.main import main as krm

        sys.argv = [KRM]
        try:
            return krm() or 0
        except SystemExit as end:
            return end.code or 0
    from cmesh_lint.cli import run as cli

    return cli(command)


def judge(command: tuple[str, ...], status: object, taken: float, out: str, err: str) -> str | None:
    if status not in (0, 1, 2, 3):
        return f"ended with {status}"
    for text in (out, err):
        if "Traceback" in text or "please report it" in text or ("unexpected" in text.lower() and "Error(" in text):
            return text[-2000:]
    if taken > SLOW:
        return f"took {taken:.1f} s"
    structured = command[0] in (KRM, "expand", "import", "render", "explain-config")
    for text in (err,) if structured else (out, err):
        if (found := _CONTROL.search(text)) is not None:
            return f"printed the character {found[0]!r}"
    if "github" not in command and _COMMAND.search(err if structured else out + err):
        return "a line begins a workflow command"
    return None


if __name__ == "__main__":
    sys.exit(main())
