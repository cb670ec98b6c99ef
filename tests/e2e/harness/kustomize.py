"""A kustomization → the CECs that the real kustomize makes of it, with our function."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cmesh_lint.finding import SEVERITIES
from cmesh_lint.krm.group import API_VERSION
from cmesh_lint.krm.kinds import kind
from cmesh_lint.lint.linter import Linter
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source
from cmesh_lint.source.manifests import Manifest, manifests
from cmesh_lint.source.resources import is_envoy_config
from cmesh_lint.versions import NEWEST

PLUGIN = Path(__file__).resolve().parents[3] / "kustomize-plugin"
FAILING = SEVERITIES[: SEVERITIES.index("error") + 1]
TIMEOUT = 120
"""Seconds; a build takes less than one."""


def build(folder: Path) -> list[Manifest]:
    """The CECs and CCECs of a kustomization. Nothing else may come out, and the linter must find no error in them."""
    # The function is found on the PATH: that of this very environment.
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    command = ["kustomize", "build", "--enable-alpha-plugins", "--enable-exec", str(folder)]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PATH": path}, check=False, timeout=TIMEOUT)
    assert done.returncode == 0, done.stderr.decode()
    source = Source("kustomize build", done.stdout)
    reading = read(source, lambda _: True)
    assert not reading.problems, reading.problems
    found = [manifest for document in reading.documents for manifest in manifests(document)]
    assert found, "nothing came out"
    assert all(map(is_envoy_config, found)), f"more than CECs came out: {[manifest.kind for manifest in found]}"
    wrong = [f"{each.rule}: {each.message}" for each in _linter().lint(source).findings if each.severity in FAILING]
    assert not wrong, wrong
    return found


@cache
def _linter() -> Linter:
    return Linter([NEWEST])


def written(stanzas: str, folder: Path) -> Path:
    """A folder with these stanzas and a kustomization that expands them.

    They need not say what goes without saying: `apiVersion`, `metadata`, and the Service `echo` as their target.
    """
    documents = [_completed(each, number) for number, each in enumerate(yaml.safe_load_all(stanzas))]
    (folder / "policies.yaml").write_text(yaml.safe_dump_all(documents))
    (folder / "kustomization.yaml").write_text(
        "apiVersion: kustomize.config.k8s.io/v1beta1\n"
        "kind: Kustomization\n"
        "resources: [policies.yaml]\n"
        f"transformers: [{os.path.relpath(PLUGIN / 'expand', folder)}]\n"
    )
    return folder


def _completed(stanza: dict[str, Any], number: int) -> dict[str, Any]:
    metadata = {"name": f"stanza-{number}", "namespace": "default"}
    made = {"apiVersion": API_VERSION, "metadata": metadata, **stanza}
    if kind(stanza["kind"]).attached:
        made["spec"] = {"targetRefs": [{"kind": "Service", "name": "echo"}], **stanza.get("spec", {})}
    return made
