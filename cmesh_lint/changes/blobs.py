"""The contents of git's objects, by their ids: one process is asked for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..system.git import Git, GitError, command

if TYPE_CHECKING:
    import subprocess
    from types import TracebackType
    from typing import IO


class BlobReader:
    """Reads blobs as they are stored: no filter that a repository names is run. To be used by `with`."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> BlobReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.communicate()

    def read(self, blob_id: str) -> bytes:
        """The bytes of a blob; raises GitError."""
        asking, answering = self._pipes()
        try:
            asking.write(f"{blob_id}\n".encode())
            asking.flush()
        except OSError as error:
            raise GitError("git ended before it had sent everything") from error
        head = answering.readline().split()
        if len(head) != 3:
            raise GitError(f"the object {blob_id} is not in this clone: it may be a partial one")
        data = answering.read(int(head[2]) + 1)
        return data[:-1]

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            from subprocess import DEVNULL, PIPE, Popen

            batch = command("cat-file", "--batch")
            try:
                self._process = Popen(
                    batch, cwd=self._git.folder, env=self._git.environment(), stdin=PIPE, stdout=PIPE, stderr=DEVNULL
                )
            except OSError as error:
                raise GitError(f"git cannot be run: {(error.strerror or str(error)).lower()}") from error
        assert self._process.stdin is not None and self._process.stdout is not None
        return self._process.stdin, self._process.stdout


def is_stored_as(data: bytes, blob_id: str) -> bool:
    """Whether a file of these bytes is that blob; with `core.autocrlf`, git stores CRLF as LF."""
    return _id(data, blob_id) == blob_id or (b"\r\n" in data and _id(data.replace(b"\r\n", b"\n"), blob_id) == blob_id)


def _id(data: bytes, like: str) -> str:
    """The id of a blob, by the hash function that another id was made with."""
    import hashlib

    made = hashlib.new("sha1" if len(like) == 40 else "sha256", b"blob %d\0" % len(data), usedforsecurity=False)
    made.update(data)
    return made.hexdigest()
