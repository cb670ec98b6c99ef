"""A kustomization → the CECs that the real kustomize makes of it, with our function."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from cmesh_lint.documents import read
from cmesh_lint.files import Source
from cmesh_lint.krm.group import API_VERSION
from cmesh_lint.manifests import Manifest, manifests
from cmesh_lint.resources import is_envoy_config

PLUGIN = Path(__file__).resolve().parents[3] / "kustomize-plugin"
TIMEOUT = 120
"""Seconds; a build takes less than one."""


def build(folder: Path) -> list[Manifest]:
    """The CECs and CCECs of a kustomization, which must all be of ours."""
    # The function is found on the PATH: that of this very environment.
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    command = ["kustomize", "build", "--enable-alpha-plugins", "--enable-exec", str(folder)]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PATH": path}, check=False, timeout=TIMEOUT)
    assert done.returncode == 0, done.stderr.decode()
    reading = read(Source("kustomize build", done.stdout), lambda _: True)
    assert not reading.problems, reading.problems
    found = [manifest for document in reading.documents for manifest in manifests(document)]
    assert found, "nothing came out"
    assert all(map(is_envoy_config, found)), f"more than CECs came out: {[manifest.kind for manifest in found]}"
    return found


def written(stanzas: str, folder: Path) -> Path:
    """A folder with these stanzas and a kustomization that expands and validates them.

    They need not say what goes without saying: `apiVersion`, `metadata`, and the Service `echo` as their target.
    """
    documents = [_completed(each, number) for number, each in enumerate(yaml.safe_load_all(stanzas))]
    (folder / "stanzas.yaml").write_text(yaml.safe_dump_all(documents))
    expand, validate = (os.path.relpath(PLUGIN / each, folder) for each in ("expand", "validate"))
    (folder / "kustomization.yaml").write_text(
        "apiVersion: kustomize.config.k8s.io/v1beta1\n"
        "kind: Kustomization\n"
        "resources: [stanzas.yaml]\n"
        f"transformers: [{expand}]\n"
        f"validators: [{validate}]\n"
    )
    return folder


def _completed(stanza: dict[str, Any], number: int) -> dict[str, Any]:
    metadata = {"name": f"stanza-{number}", "namespace": "default"}
    spec = {"targetRefs": [{"kind": "Service", "name": "echo"}], **stanza.get("spec", {})}
    return {"apiVersion": API_VERSION, "metadata": metadata, **stanza, "spec": spec}
