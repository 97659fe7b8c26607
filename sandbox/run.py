#!/usr/bin/env python
"""Runs the sandbox shop: makes it ready, starts the web server and the queue worker, watches both.

    PORT=8001 .venv/bin/python sandbox/run.py

Ctrl-C (or SIGTERM) stops everything that was started. The settings' own variables (DATABASE_URL, REDIS_URL, DEBUG …)
are described in northlight/settings.py.
"""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

SANDBOX_DIR = Path(__file__).resolve().parent
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = int(os.environ.get("PORT") or 8000)
ADDRESS = f"http://localhost:{PORT}"
#: Seconds: until the server must answer, for a child to end by itself, between two looks at the children.
START_TIMEOUT, STOP_TIMEOUT, PACE = 90, 10, 0.2
#: Seconds to wait before the queue worker is started again, growing while it keeps ending early.
FIRST_PAUSE, LONGEST_PAUSE, HEALTHY_AFTER = 1, 30, 60

PEOPLE = [
    ("agent", "answers chats", "/admin/livechat/"),
    ("lena", "answers chats", "/admin/livechat/"),
    ("manager", "answers chats and sees everything", "/admin/livechat/"),
    ("owner", "superuser", "/admin/"),
    ("alice", "shopper with orders and an open basket", "/shop/accounts/login/"),
    ("bob", "new shopper", "/shop/accounts/login/"),
]


class Stopped(Exception):
    """Somebody asked for the end."""


class Child:
    """A process of ours and whatever it starts: a group of its own, so that all of it can be ended."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=SANDBOX_DIR,
            env=os.environ | {"PORT": str(PORT), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches only the supervisor, which then stops things in order
            preexec_fn=end_with_parent,  # noqa: PLW1509  this process has one thread
        )
        self.started_at = time.monotonic()

    @property
    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def make_sure_it_stopped(self, deadline: float) -> None:
        """Wait for a tidy end, then end whatever is left of the group."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {self.name} did not stop in time; ending it.")
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        finally:
            self.process.wait()


def say(line: str) -> None:
    print(line, flush=True)


def end_with_parent() -> None:
    """On Linux: a supervisor that is killed outright takes its children with it."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def check_port() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as error:
            sys.exit(why_not_bound(error))


def why_not_bound(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {PORT} is taken by another program. Choose another one: make run PORT={PORT + 1}"
    return f"Cannot listen on {HOST}:{PORT}: {error.strerror}."


def prepare() -> None:
    """Migrate, set up the chat, load the demo: in one child, which is quick when nothing is left to do."""
    child = Child("preparation", [sys.executable, "manage.py", "prepare"])
    child.start()
    try:
        while child.exit_code is None:
            time.sleep(0.05)
    finally:
        child.ask_to_stop()
        child.make_sure_it_stopped(time.monotonic() + STOP_TIMEOUT)
    if child.exit_code:
        sys.exit("The preparation failed; the lines above say why.")


def web_server() -> Child:
    options = {
        "--app-dir": str(SANDBOX_DIR),
        "--host": HOST,
        "--port": str(PORT),
        "--lifespan": "off",
        "--log-level": os.environ.get("LOG_LEVEL", "warning").lower(),
        # Compression would double the memory of an idle socket; larger frames are refused by the chat anyway.
        "--ws-per-message-deflate": "false",
        "--ws-max-size": "65536",
        # Open sockets would hold up the end for ever.
        "--timeout-graceful-shutdown": "3",
    }
    arguments = [part for pair in options.items() for part in pair]
    # Whom a proxy may speak for is the chat's own setting, TRUSTED_PROXIES.
    arguments.append("--no-proxy-headers")
    return Child("web server", [sys.executable, "-m", "uvicorn", "northlight.asgi:application", *arguments])


def queue_worker() -> Child:
    return Child("queue worker", [sys.executable, "manage.py", "qcluster"])


def answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{PORT}/help/", timeout=30) as response:
            return response.status == 200
    except urllib.error.HTTPError as error:
        sys.exit(f"The shop answers with an error: {error.code} {error.reason}.")
    except OSError:
        return False


def wait_until_it_answers(server: Child) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not answers():
        if server.exit_code is not None:
            sys.exit(f"The web server ended with code {server.exit_code} before it answered.")
        if time.monotonic() > deadline:
            sys.exit(f"The web server did not answer within {START_TIMEOUT} seconds.")
        time.sleep(PACE)


def greet(seconds: float) -> None:
    say(f"\nNorthlight Coffee is open at {ADDRESS}/ (ready in {seconds:.1f} s)")
    say(f"  Shop   {ADDRESS}/shop/\n  Inbox  {ADDRESS}/admin/livechat/\n  Admin  {ADDRESS}/admin/\n")
    say("Logins (the password is the name):")
    for name, what, path in PEOPLE:
        say(f"  {name:<8} {what:<40} {ADDRESS}{path}")
    say("\nCtrl-C stops everything.")


def watch(server: Child, worker: Child) -> None:
    """Look after both until the end: without the server there is nothing to do, a worker is replaced."""
    pause, restart_at = FIRST_PAUSE, None
    while server.exit_code is None:
        time.sleep(PACE)
        if restart_at is None and worker.exit_code is not None:
            lasted = time.monotonic() - worker.started_at
            pause = FIRST_PAUSE if lasted > HEALTHY_AFTER else min(pause * 2, LONGEST_PAUSE)
            say(f"The queue worker ended with code {worker.exit_code}; starting it again in {pause} s.")
            worker.make_sure_it_stopped(time.monotonic())
            restart_at = time.monotonic() + pause
        if restart_at is not None and time.monotonic() >= restart_at:
            worker.start()
            restart_at = None
    sys.exit(f"The web server ended with code {server.exit_code}.")


def stop(children: list[Child]) -> None:
    # A second Ctrl-C must not interrupt the stopping half-way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_TIMEOUT
    for child in children:
        child.make_sure_it_stopped(deadline)


def on_signal(number: int, frame: FrameType | None) -> None:
    raise Stopped


def main() -> None:
    started_at = time.monotonic()
    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    children = [web_server(), queue_worker()]
    try:
        check_port()
        prepare()
        for child in children:
            child.start()
        wait_until_it_answers(children[0])
        greet(time.monotonic() - started_at)
        watch(*children)
    except Stopped:
        say("\nStopping ...")
    finally:
        stop(children)
    say("Stopped.")


if __name__ == "__main__":
    main()
