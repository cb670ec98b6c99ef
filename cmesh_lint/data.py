"""Where the data of the package is: `schemas/` and `rules/`."""

from __future__ import annotations

import os

_HERE = os.path.dirname(os.path.abspath(__file__))


def folder(name: str) -> str:
    """The folder `schemas` or `rules`: inside an installed package, else at the top of the repository."""
    packaged = os.path.join(_HERE, "_data", name)
    return packaged if os.path.isdir(packaged) else os.path.join(os.path.dirname(_HERE), name)
