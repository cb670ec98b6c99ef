"""What parts of cmesh-lint cost, measured inside of one process: the rules alone, and `verify` in one go.

python benchmarks/inside.py COUNT
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from random import Random

import envoy
import report
from cmesh_lint.cec.envoy_config import EnvoyConfig
from cmesh_lint.decode.schema import SchemaChecker
from cmesh_lint.envoy.checker import EnvoyChecker
from cmesh_lint.envoy.process import find
from cmesh_lint.lint.rule_runner import RuleRunner
from cmesh_lint.protobuf.schemas import load
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source
from cmesh_lint.source.manifests import Manifest, manifests
from cmesh_lint.versions import NEWEST

ROUNDS = 5
SINGLE = 50
"""Runs of Envoy with one CEC each, from which those of all are reckoned."""


def section(count: int) -> str:
    """Both measurements on so many CECs, as Markdown."""
    objects = list(_objects(count))
    title = (
        f"Inside of one process: {count:,} CECs, {sum(map(len, map(_resources, objects))) / count:.1f} resources each"
    )
    return report.section(title, [*_rules(objects), "", *_verify(objects)])


def _objects(count: int) -> Iterator[Manifest]:
    random = Random("inside")
    for number in range(count):
        text = json.dumps(envoy.config(random, number, None)).encode()
        for document in read(Source(f"{number}.json", text)).documents:
            yield from manifests(document)


def _resources(manifest: Manifest) -> list[object]:
    found: list[object] = manifest.value["spec"]["resources"]
    return found


def _rules(objects: list[Manifest]) -> Iterator[str]:
    """What the rules add to a CEC that is read and checked against its schemas: the median of some rounds."""
    schemas, rules = load(NEWEST.minor), RuleRunner(NEWEST)
    schema_judge = SchemaChecker(schemas)
    costs: list[tuple[float, float]] = []
    for _ in range(ROUNDS + 1):  # the first one warms up: it imports the rules
        began = time.process_time()
        configs = [EnvoyConfig(each, NEWEST, schemas) for each in objects]
        _exhaust(problem for one in configs for message in one.messages for problem in schema_judge.check(message))
        read_at = time.process_time()
        failed: list[str] = []
        for one in configs:
            for message in one.messages:
                rules.check(message, one, failed)
            rules.check_config(one, failed)
        costs.append((read_at - began, time.process_time() - read_at))
    schema, rule = (sorted(each)[ROUNDS // 2] / len(objects) * 1e3 for each in zip(*costs[1:], strict=True))
    yield f"The rules add {rule:.2f} ms to a CEC; walk and schemas take {schema:.2f} ms (CPU, median of {ROUNDS})."


def _exhaust(values: Iterable[object]) -> None:
    for _ in values:
        pass


def _verify(objects: list[Manifest]) -> Iterator[str]:
    path = find(os.environ.get("CMESH_LINT_ENVOY"))
    if path is None:
        yield "`verify` was not measured: there is no Envoy here."
        return
    judge = EnvoyChecker(path, NEWEST)
    together = _seconds(lambda: judge.verdicts(objects))
    some = objects[:SINGLE]
    single = _seconds(lambda: [judge.verdicts([each]) for each in some]) / len(some) * len(objects)
    yield (
        f"`verify` takes {together:.2f} s for all in one go and {single:.1f} s for one after the other "
        f"(reckoned from {len(some)}): {together / single:.3f} of it."
    )


def _seconds(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    print(section(int(sys.argv[1])))
