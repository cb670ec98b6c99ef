"""The commands of docs/editors.md, run as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from exported import HERE

PAGE = (HERE.parents[1] / "docs" / "editors.md").read_text(encoding="utf-8")
EXPORT, KUBECONFORM = re.findall(r"```sh\n(.*)\n```", PAGE)
MODELINE = re.search(r"```yaml\n# yaml-language-server: \$schema=(.*)\n```", PAGE)
MANIFEST = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    connect_timeout: 5s
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one manifest, and the schemas that the page's first command writes."""
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests" / "cec.yaml").write_text(MANIFEST, encoding="utf-8")
    program, *arguments = EXPORT.split()
    assert program == "cmesh-lint"
    subprocess.run([sys.executable, "-m", "cmesh_lint", *arguments], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


@pytest.mark.skipif(not shutil.which("kubeconform"), reason="kubeconform is not installed")
def test_kubeconform(repository: Path) -> None:
    assert subprocess.run(KUBECONFORM, shell=True, cwd=repository, check=False).returncode == 0
    manifest = repository / "manifests" / "cec.yaml"
    manifest.write_text(MANIFEST.replace("5s", "5"), encoding="utf-8")
    assert subprocess.run(KUBECONFORM, shell=True, cwd=repository, check=False).returncode == 1


def test_the_modeline_leads_to_the_schema(repository: Path) -> None:
    assert MODELINE is not None
    assert (repository / "manifests" / MODELINE[1]).is_file()
