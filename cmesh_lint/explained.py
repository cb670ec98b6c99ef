"""Paths → what Envoy gets of each CEC in them, as text; and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from . import faults, files
from .agent.transform import Agent
from .documents import Reading, read
from .finding import NotChecked
from .manifests import Manifest, manifests
from .reports.effective import rendered
from .resources import is_envoy_config
from .versions import Version


def explained(paths: Sequence[str], version: Version) -> tuple[list[str], list[str]]:
    """A YAML document for each CEC, in order; and a sentence for each file or document that cannot be read."""
    agent = Agent(version)
    texts: list[str] = []
    troubles: list[str] = []
    for path in files.find(paths):
        reading: Reading | None = None
        missed: list[NotChecked] = []
        shown = files.printable(path)
        source = faults.attempted(shown, "reading it", missed, partial(files.read, path), None)
        if isinstance(source, files.Source):
            reading = faults.attempted(shown, "reading it", missed, partial(read, source), None)
        if reading is not None:
            found = [each for document in reading.documents for each in manifests(document) if is_envoy_config(each)]
            for each in found:
                shows = partial(_text, agent, each, version)
                texts += faults.attempted(shown, f"explaining {each.ref}", missed, shows, [])
            troubles += [f"{one.place.file}:{one.place.span.line}: {one.message}" for one in reading.problems]
            troubles += [_trouble(one) for one in reading.not_checked]
        elif isinstance(source, NotChecked):
            troubles.append(_trouble(source))
        elif isinstance(source, files.TooLarge):
            troubles.append(f"{source.path}: too large to be read")
        troubles += map(_trouble, missed)
    if not texts and not troubles:
        troubles.append("no CiliumEnvoyConfig and no CiliumClusterwideEnvoyConfig found")
    return texts, troubles


def _text(agent: Agent, config: Manifest, version: Version) -> list[str]:
    return [rendered(agent.effective(config), config, version.text)]


def _trouble(missed: NotChecked) -> str:
    where = missed.file if missed.line is None else f"{missed.file}:{missed.line}"
    return f"{where}: {missed.reason}"
