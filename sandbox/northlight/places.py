"""The database of countries by network address, for the chat's "where from".

It is CC0 data, rebuilt daily and published as an npm package. Nothing depends on it: without npm or network the shop goes
on, and locations are unknown.
"""

import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "@ip-location-db/geo-whois-asn-country-mmdb@2.3.2026061719"
MEMBER = "package/geo-whois-asn-country.mmdb"
#: Seconds.
PATIENCE = 30


def fetch(path: Path) -> bool:
    """Put the database there (8 MB); whether that was possible."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path.parent.mkdir(parents=True, exist_ok=True)
            _unpack(_packed(folder), path)
    except (OSError, subprocess.SubprocessError, tarfile.TarError, KeyError):
        return False
    return True


def _packed(folder: str) -> Path:
    """npm checks what it fetched against the registry's own sum."""
    options = ["--silent", "--fetch-retries=0", f"--fetch-timeout={PATIENCE * 1000}"]
    command = ["npm", "pack", *options, "--pack-destination", folder, PACKAGE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=PATIENCE)
    return Path(folder) / done.stdout.split()[-1]


def _unpack(packed: Path, path: Path) -> None:
    part = path.with_suffix(".part")
    with tarfile.open(packed) as package:
        member = package.extractfile(MEMBER)
        if member is None:
            raise KeyError(MEMBER)
        part.write_bytes(member.read())
    # Whole or not at all: somebody else may be reading it.
    part.replace(path)
