"""Work in a process that can be ended: what comes back, in which order, and what is left behind."""

from __future__ import annotations

import os
import signal
import time

import pytest

from cmesh_lint.config.rego import Limits
from cmesh_lint.rego.worker import Overrun, Worker

QUICK = Limits(seconds=0.5, megabytes=200)


def work(item: str) -> str:
    if item == "endless":
        while True:
            time.sleep(1)
    if item == "greedy":
        return str(len(bytearray(2**30)))
    if item == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "quits":
        os._exit(5)
    return item.upper()


def test_results_come_in_order() -> None:
    assert list(Worker(work, ["a", "b", "c"], QUICK)) == ["A", "B", "C"]


def test_nothing_to_do() -> None:
    assert list(Worker(work, [], QUICK)) == []


def test_what_never_ends_is_ended_and_the_rest_is_done() -> None:
    told = list(Worker(work, ["a", "endless", "b"], QUICK))
    assert told == ["A", Overrun("it took more than 0.5 s"), "B"]


def test_what_eats_all_memory_is_ended_and_the_rest_is_done() -> None:
    told = list(Worker(work, ["greedy", "b"], QUICK))
    assert told == [Overrun("it took more than 200 MB, or ended its process"), "B"]


def test_what_ends_its_process_is_told() -> None:
    assert list(Worker(work, ["deadly", "quits", "a"], QUICK)) == [
        Overrun("it took more than 200 MB, or ended its process"),
        Overrun("its process ended with the status 5"),
        "A",
    ]


def test_a_worker_that_is_closed_leaves_no_process() -> None:
    worker = Worker(work, ["endless"], QUICK)
    pid = worker._pid
    worker.close()
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
