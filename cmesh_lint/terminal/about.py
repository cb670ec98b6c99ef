"""What the tool says of itself: its version, that of its schemas, and what to report when it breaks."""

from __future__ import annotations

from .. import __version__
from ..links import ISSUES
from ..versions import LATEST


def about() -> str:
    """The answer to `--version`: a line for the tool, a line for its schemas."""
    from ..protobuf.schemas import releases

    made = releases()
    newest = f"{LATEST} ({made.pop(LATEST)})"
    return f"cmesh-lint {__version__}\nschemas: Cilium {', '.join(made.values())}, {newest}\n"


def unforeseen() -> str:
    """The report on the exception in flight, to paste into an issue."""
    import platform
    import traceback
    from importlib.metadata import PackageNotFoundError, version

    def installed(package: str) -> str:
        try:
            return f"{package} {version(package)}"
        except PackageNotFoundError:
            return f"{package} not installed"

    packages = ", ".join(map(installed, ("click", "pyyaml", "jsonschema-rs")))
    return (
        "cmesh-lint failed with an internal error, and gives no verdict. "
        f"Please report it with the text below: {ISSUES}\n\n"
        f"cmesh-lint {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"{packages}\n\n{traceback.format_exc()}"
    )
