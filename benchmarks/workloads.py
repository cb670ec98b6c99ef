"""What the tools are run on: folders with manifests, the same ones at every run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from random import Random
from typing import NamedTuple

import yaml

import envoy
import kubernetes

_EVERY = 20
"""One CEC in so many is broken."""


class Workload(NamedTuple):
    """A folder to lint, and what is in it."""

    title: str
    folder: str
    files: int
    size: int
    """Bytes."""
    configs: frozenset[str]
    """The files with a CEC; paths are relative to the folder."""
    broken: frozenset[str]
    """Those among them with one of envoy.FLAWS."""


class File(NamedTuple):
    """A manifest on its way to the disk."""

    path: str
    value: kubernetes.Manifest
    is_config: bool = False
    is_broken: bool = False


def repository(folder: str, files: int, configs: int) -> Workload:
    """A git repository of so many files, CECs among them, all committed."""
    random = Random("repository")
    chosen = set(random.sample(range(files), configs))
    made = (_config(random, n) if n in chosen else _everyday(random, n) for n in range(files))
    title = f"A git repository of {files:,} files, {configs:,} of them with a CEC"
    workload = _written(title, folder, ((f"apps/{n // 100}/{file.path}", file) for n, file in enumerate(made)))
    _commit(folder)
    return workload


def commit(whole: Workload) -> Workload:
    """That repository with a commit begun: one of its sound CECs has a new line, and is staged."""
    changed = min(whole.configs - whole.broken)
    with open(os.path.join(whole.folder, changed), "a", encoding="utf-8") as file:
        file.write("# changed\n")
    subprocess.run(("git", "add", changed), cwd=whole.folder, check=True)
    title = (
        f"A commit of one CEC in a git repository of {whole.files:,} files, {len(whole.configs):,} of them with a CEC"
    )
    return whole._replace(title=title, configs=frozenset({changed}), broken=frozenset())


def configs(folder: str, count: int) -> Workload:
    """A folder with so many CECs, each in a file of its own; a larger one begins with those of a smaller one."""
    title = "One file with a CEC" if count == 1 else f"A folder of {count:,} files with a CEC each"
    random = Random("configs")
    made = (_config(random, number) for number in range(count))
    return _written(title, folder, ((f"{number // 1000}/{file.path}", file) for number, file in enumerate(made)))


def _everyday(random: Random, number: int) -> File:
    name, value = kubernetes.everyday(random, number)
    return File(f"{kubernetes.service_name(number)}/{name}", value)


def _config(random: Random, number: int) -> File:
    flaw = envoy.FLAWS[number // _EVERY % len(envoy.FLAWS)] if number % _EVERY == _EVERY - 1 else None
    path = f"{kubernetes.service_name(number)}/envoy.yaml"
    return File(path, envoy.config(random, number, flaw), True, flaw is not None)


def _written(title: str, folder: str, files: Iterable[tuple[str, File]]) -> Workload:
    """The files on the disk. None is kept in memory: a child's peak counts what its parent held at the start."""
    size = count = 0
    configs: set[str] = set()
    broken: set[str] = set()
    for path, file in files:
        text = yaml.dump(file.value, Dumper=_Dumper, sort_keys=False)
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as out:
            size += out.write(text)
        count += 1
        if file.is_config:
            configs.add(path)
        if file.is_broken:
            broken.add(path)
    return Workload(title, folder, count, size, frozenset(configs), frozenset(broken))


class _Dumper(yaml.CSafeDumper):
    """Writes what stands twice twice: people rarely write anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _commit(folder: str) -> None:
    who = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.com", "-c", "commit.gpgsign=false")
    for command in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "manifests")):
        subprocess.run(("git", *who, *command), cwd=folder, check=True)
