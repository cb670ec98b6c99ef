"""Which report goes where: the --format and --output options, paired in the order they were given."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ..config.settings import Output
from ..terminal import streams
from .usage import not_written, usage_error


def pair(formats: Sequence[str], files: Sequence[str], order: Sequence[str]) -> tuple[Output, ...]:
    """The outputs that `formats` and `files` ask for; of several formats, a file belongs to the one before it.

    `order` holds `formats` and `files` once for each option on the command line, among other names. What came from
    the environment is not in it, and is paired first with first. Raises click.UsageError.
    """
    words = [name for name in order if name in ("formats", "files")]
    if len(formats) > 1 and words.count("formats") == len(formats) and words.count("files") == len(files):
        outputs = _by_order(formats, files, words)
    else:
        outputs = _by_position(formats or (Output().format,), files)
    _refuse_clashes(outputs)
    return outputs


def _by_order(formats: Sequence[str], files: Sequence[str], words: Sequence[str]) -> tuple[Output, ...]:
    outputs: list[Output] = []
    rest = {"formats": iter(formats), "files": iter(files)}
    for word in words:
        value = next(rest[word])
        if word == "formats":
            outputs.append(Output(value))
        elif outputs and outputs[-1].path is None:
            outputs[-1] = outputs[-1]._replace(path=_target(value))
        else:
            raise usage_error(f"--output {value} has no --format of its own before it")
    return tuple(outputs)


def _by_position(formats: Sequence[str], files: Sequence[str]) -> tuple[Output, ...]:
    if len(files) > len(formats):
        raise usage_error(f"--output {files[len(formats)]} has no --format of its own")
    targets = [_target(file) for file in files] + [None] * (len(formats) - len(files))
    return tuple(map(Output, formats, targets))


def _target(file: str) -> str | None:
    return None if file == "-" else file


def _refuse_clashes(outputs: Sequence[Output]) -> None:
    for index, output in enumerate(outputs):
        for before in outputs[:index]:
            if before.path == output.path:
                where = "standard output" if output.path is None else f"`{output.path}`"
                raise usage_error(
                    f"{before.format} and {output.format} cannot both go to {where}: give each --format an --output"
                )


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def write(path: str, text: str) -> None:
    """Writes a file.

    Raises click.UsageError for a path that cannot be written to, another click.ClickException for a full disk.
    """
    with writing(path):
        streams.write_file(path, text)


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Makes errors of the command line of those in writing `path`: what `write` raises."""
    try:
        yield
    except OSError as error:
        message = f"cannot write `{path}`: {error.strerror or error}"
        raise (not_written if error.errno in _FULL else usage_error)(message) from error
