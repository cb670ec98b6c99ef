"""The schemas of the newest Cilium, exported once."""

from __future__ import annotations

from pathlib import Path

import pytest
from exported import NEWEST

from cmesh_lint import export
from cmesh_lint.versions import Version


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds `cilium.io/ciliumenvoyconfig_v2.json`."""
    folder = tmp_path_factory.mktemp("schemas")
    export.write(Version.parse(NEWEST), str(folder))
    return folder
