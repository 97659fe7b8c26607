"""The sandbox shop as a site on a server has it: web processes and a queue worker, each a process of its own.

Its address, database and Redis come from the environment, as `sandbox/northlight/settings.py` describes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tests.services.servers import Process, ServerError, free_port

ROOT = Path(__file__).resolve().parents[2]
SANDBOX = ROOT / "sandbox"
HOST = "127.0.0.1"
CONFIG = "/livechat/api/visitor/config"
#: As the design's measurements recommend, and as `sandbox/run.py` starts it.
UVICORN = (
    *("--lifespan", "off"),
    *("--log-level", "warning"),
    *("--ws-per-message-deflate", "false"),
    *("--ws-max-size", "65536"),
    *("--timeout-graceful-shutdown", "3"),
    "--no-proxy-headers",
)


class WebProcess(Process):
    """A web server on a port of its own; `kill()` and `start()` again keep the address."""

    def __init__(
        self, command: list[str], *, port: int, folder: Path, environment: Mapping[str, str], probe: str = "/"
    ) -> None:
        self.port = port
        self.url = f"http://{HOST}:{port}"
        super().__init__(
            command,
            folder=folder,
            ready=lambda: answers(self.url + probe),
            environment={**environment, "PORT": str(port)},
            unprivileged=False,
        )


class Site:
    """A Django site of this checkout, on one database."""

    #: How Python finds the site's modules, and which of them are its settings and applications.
    path: Path = ROOT
    settings: str
    asgi: str
    wsgi: str

    def __init__(self, environment: Mapping[str, str], *, folder: Path) -> None:
        self.folder = folder
        path = os.pathsep.join(dict.fromkeys((str(self.path), str(ROOT))))
        self.environment = {"DJANGO_SETTINGS_MODULE": self.settings, "PYTHONPATH": path, **environment}

    def web(self, **environment: str) -> WebProcess:
        """An ASGI process, not yet started."""
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", self.asgi, "--host", HOST, "--port", str(port), *UVICORN]
        return self._web(command, port=port, **environment)

    def wsgi_web(self) -> WebProcess:
        """A WSGI process, not yet started: it knows no sockets."""
        port = free_port()
        command = [sys.executable, "-m", "tests.services.wsgi_server", self.wsgi, str(port)]
        return self._web(command, port=port)

    def worker(self) -> Process:
        """The queue worker, not yet started."""
        return Process(
            [sys.executable, "-m", "django", "qcluster"],
            folder=self._own_folder("worker"),
            ready=lambda: True,
            environment=self.environment,
            unprivileged=False,
        )

    def _web(self, command: list[str], *, port: int, **environment: str) -> WebProcess:
        return WebProcess(
            command,
            port=port,
            folder=self._own_folder(f"web-{port}"),
            environment={**self.environment, **environment},
            probe=CONFIG,
        )

    def _own_folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def manage(self, *arguments: str, covered: bool = True) -> str:
        """Run a management command; what it printed. Raises ServerError with its errors."""
        environment = {**os.environ, **self.environment}
        if not covered:
            environment = {name: value for name, value in environment.items() if not name.startswith("COVERAGE_")}
        command = [sys.executable, "-m", "django", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ServerError(f"{' '.join(arguments)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    def run(self, code: str) -> str:
        """Run Python lines within the site, as somebody at a shell would."""
        return self.manage("shell", "-v", "0", "-c", code)


class Shop(Site):
    """The sandbox: Wagtail and Oscar, with the demo's people and products."""

    path = SANDBOX
    settings = "northlight.settings"
    asgi = "northlight.asgi:application"
    wsgi = "northlight.wsgi:application"

    def __init__(self, environment: Mapping[str, str], *, folder: Path) -> None:
        # No database of places: tests ask no network.
        super().__init__({"SANDBOX_VAR": str(folder / "var"), "GEOIP_PATH": "", **environment}, folder=folder)

    def prepare(self) -> None:
        """Migrate and load the demo. Not measured: a minute of migrations would take two."""
        self.manage("prepare", covered=False)


class DyingShop(Shop):
    """The sandbox in processes that can be told to die; see `dying`."""

    asgi = "tests.services.dying:application"


def answers(url: str) -> bool:
    """Whether the server behind this address gives an answer that is no error of its own."""
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return bool(response.status == 200)
    except urllib.error.HTTPError as error:
        return bool(error.code < 500)
    except OSError:
        return False
