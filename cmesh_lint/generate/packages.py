"""Writes the table of packages in CONTRIBUTING.md: the first paragraph of each docstring, in the order of the layers.

python -m cmesh_lint.generate.packages
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cmesh_lint"
START, END = "<!-- packages: made by `make pages` -->\n", "<!-- end of packages -->\n"
_LAYERS = re.compile(r"^layers = \[\n(.*?)^\]", re.MULTILINE | re.DOTALL)


def layers(pyproject: str) -> list[str]:
    """The modules and packages of the contract "Layers" of import-linter, from top to bottom."""
    found = _LAYERS.search(pyproject)
    return re.findall(r"\w+", found[1]) if found else []


def table(names: list[str]) -> str:
    """A row for each name: where it is, and what it takes and gives. Raises ValueError for one without a docstring."""
    rows = ["| module | what it takes → what it gives |", "|---|---|"]
    for name in names:
        path = PACKAGE / name / "__init__.py"
        shown = f"`{name}/`"
        if not path.exists():
            path, shown = PACKAGE / f"{name}.py", f"`{name}.py`"
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        if not doc:
            raise ValueError(f"{path} has no docstring")
        rows.append(f"| {shown} | {' '.join(doc.split(chr(10) * 2)[0].split())} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Write the table into CONTRIBUTING.md."""
    file = ROOT / "CONTRIBUTING.md"
    head, _, rest = file.read_text(encoding="utf-8").partition(START)
    tail = rest.partition(END)[2]
    made = table(layers((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    file.write_text(f"{head}{START}{made}{END}{tail}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
