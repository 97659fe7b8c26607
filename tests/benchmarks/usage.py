"""What a server's process takes of the machine, as Linux counts it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.services.servers import Process


def cpu_seconds(process: Process) -> float:
    """How long it was on a processor so far."""
    fields = _read(process, "stat").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: Process) -> float:
    """Its resident memory, in kilobytes."""
    lines = _read(process, "status").splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("VmRSS:")))


def _read(process: Process, name: str) -> str:
    if process.process is None:
        raise RuntimeError("The server is not running.")
    return Path(f"/proc/{process.process.pid}/{name}").read_text()
