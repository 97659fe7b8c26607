"""PostgreSQL and Redis for tests and benchmarks, from the machine's own binaries.

Each listens on a free port and keeps its files in a temporary folder that is gone afterwards.

with postgres() as dsn, redis() as server: ...

python tests/services/servers.py postgres redis -- COMMAND   # COMMAND finds DATABASE_URL and REDIS_URL
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypedDict

STARTING_SECONDS = 60.0
STOPPING_SECONDS = 15.0
POSTGRES_FOLDERS = Path("/usr/lib/postgresql")
DATABASE = "livechat"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
DURABLE = ("fsync=on", "synchronous_commit=on")


class ServerError(RuntimeError):
    """A server that is missing, or that did not start; the text has the end of its log."""


def missing() -> list[str]:
    """The names of the binaries that this machine lacks; empty when all of it can run."""
    wanted = {
        "initdb": postgres_binary("initdb"),
        "postgres": postgres_binary("postgres"),
        "redis-server": redis_binary(),
    }
    return [name for name, path in wanted.items() if path is None]


def postgres_binary(name: str) -> Path | None:
    """The newest of Debian's versioned folders, else whatever is on PATH."""
    versions = (folder for folder in POSTGRES_FOLDERS.glob("*/bin") if (folder / name).exists())
    newest = max(versions, key=lambda folder: float(folder.parent.name), default=None)
    if newest is not None:
        return newest / name
    return _on_path(name)


def redis_binary() -> Path | None:
    return _on_path("redis-server")


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """A running PostgreSQL with an empty database; gives its address.

    `durable` is for benchmarks: each commit reaches the disk, as on a real server.
    """
    with _folder("postgres") as folder:
        data = folder / "data"
        port = free_port()
        owner = ("--username", DATABASE, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
        _run(folder, _required("initdb", postgres_binary), "--pgdata", str(data), *owner, "--no-sync")
        options = ("max_connections=300", "unix_socket_directories=", "listen_addresses=127.0.0.1")
        settings = [part for option in (*options, *(DURABLE if durable else FAST)) for part in ("-c", option)]
        command = (_required("postgres", postgres_binary), "-D", str(data), "-p", str(port), *settings)
        # SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients to leave.
        process = Process(command, folder=folder, ready=lambda: _accepts_postgres(port), stop_signal=signal.SIGINT)
        process.start()
        try:
            connection = ("-h", "127.0.0.1", "-p", str(port), "-U", DATABASE)
            _run(folder, _required("createdb", postgres_binary), *connection, DATABASE)
            yield f"postgresql://{DATABASE}@127.0.0.1:{port}/{DATABASE}"
        finally:
            process.stop()


@contextmanager
def redis() -> Iterator[RedisServer]:
    """A running Redis that keeps nothing on disk. It can be stopped and started again under the same address."""
    with _folder("redis") as folder:
        server = RedisServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


class Identity(TypedDict, total=False):
    """As whom a process runs, in the words of `subprocess`."""

    user: int
    group: int
    extra_groups: list[int]


class Process:
    """One server: started until it answers, stopped until it is gone; both can be repeated."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        folder: Path,
        ready: Callable[[], bool],
        stop_signal: signal.Signals = signal.SIGTERM,
        environment: Mapping[str, str] | None = None,
        unprivileged: bool = True,
    ) -> None:
        self.command = command
        self.folder = folder
        self.ready = ready
        self.stop_signal = stop_signal
        # Beside what this process has itself.
        self.environment = dict(os.environ) | dict(environment or {})
        self.identity = _identity() if unprivileged else Identity()
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.process is not None:
            return
        with self.log.open("ab") as log:
            self.process = _spawn(self, output=log.fileno())
        deadline = time.monotonic() + STARTING_SECONDS
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ServerError(f"{self.command[0]} did not start:\n{self._end_of_log()}")
            time.sleep(0.02)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(self.stop_signal)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOPPING_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End it, and whatever it started, as a crash would: at once, with no chance to tidy up."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _end_of_log(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]


class RedisServer(Process):
    """What `redis()` gives: `url`, and `stop()` and `start()` for tests of an outage."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        options = (
            "--bind",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(folder),
        )
        command = (_required("redis-server", _on_path), *options)
        super().__init__(command, folder=folder, ready=lambda: _answers_ping(self.port))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _accepts_postgres(port: int) -> bool:
    """Asks for a session without credentials: while PostgreSQL starts up it answers with an error, later with `R`."""
    startup = b"\x00\x03\x00\x00user\x00" + f"{DATABASE}\x00database\x00postgres\x00\x00".encode()
    return _first_byte(port, (len(startup) + 4).to_bytes(4) + startup) == b"R"


def _answers_ping(port: int) -> bool:
    return _first_byte(port, b"PING\r\n") == b"+"


def _first_byte(port: int, request: bytes) -> bytes:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(request)
            return connection.recv(1)
    except OSError:
        return b""


def _spawn(server: Process, *, output: int) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C goes to the tests only, which then stop their servers in order.
    return subprocess.Popen(
        server.command,
        cwd=server.folder,
        env=server.environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        **server.identity,
    )


def _run(folder: Path, *command: str) -> None:
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **_identity())
    if result.returncode:
        raise ServerError(f"{command[0]} failed:\n{result.stdout}{result.stderr}")


def _identity() -> Identity:
    """PostgreSQL refuses to run as root, so root lends it somebody else's identity."""
    owner = _unprivileged()
    return {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _unprivileged() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    owner = known.get("postgres") or known.get("nobody")
    if owner is None:
        raise ServerError("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`.")
    return owner


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix=f"livechat-{name}-"))
    owner = _unprivileged()
    if owner is not None:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _required(name: str, find: Callable[[str], Path | None]) -> str:
    path = find(name)
    if path is None:
        raise ServerError(f"{name} is not on this machine.")
    return str(path)


def _on_path(name: str) -> Path | None:
    # Debian puts servers into sbin, which is not on everybody's PATH.
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin")
    return None if found is None else Path(found)


def main(arguments: list[str]) -> int:
    """Starts the named servers, runs the command after `--` beside them, and stops them."""
    split = arguments.index("--")
    environment = dict(os.environ)
    with ExitStack() as stack:
        for name in arguments[:split]:
            if name == "postgres":
                environment["DATABASE_URL"] = stack.enter_context(postgres())
            elif name == "redis":
                environment["REDIS_URL"] = stack.enter_context(redis()).url
            else:
                raise ServerError(f"There is no server {name!r}; the names are postgres and redis.")
        return subprocess.run(arguments[split + 1 :], env=environment, check=False).returncode


if __name__ == "__main__":
    # Whoever ends this ends the servers, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
