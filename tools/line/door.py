"""THE TOOLS: nginx in front of an office – deploy/nginx.conf as it is shipped, a certificate of a CA made just now.

Only addresses, ports and paths are put in, so that what is tried here is what an office gets.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from jobs.lifeline import tie_to_parent

INSTALL = "nginx or openssl is missing: apt-get install --no-install-recommends nginx openssl"
WRITTEN = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
READY_SECONDS = 10
# What Debian's own nginx.conf has around a site: its `gzip on` must not pack anew what the office packed.
AROUND = """
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
{user}
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    gzip on;
    log_format sent '$bytes_sent';
    access_log {folder}/access.log sent;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
EXTENSIONS = "subjectAltName=DNS:{name}\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n"
EC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def program() -> str | None:
    """Where nginx is: Debian keeps it where only root's search looks."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def is_installed() -> bool:
    return program() is not None and shutil.which("openssl") is not None


def free_port(address: str = "127.0.0.1") -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def url(*, is_open: bool = False) -> str:
    """The office's address, by the name in the shipped file."""
    found = set(re.findall(r"server_name (\S+);", WRITTEN.read_text(encoding="utf-8")))
    assert len(found) == 1, f"deploy/nginx.conf names {found}"
    return f"{'http' if is_open else 'https'}://{found.pop()}"


class Door:
    """TLS for the office at `office` (a port of this machine), on ports of `address`.

    Browsers ask for `url`, the name of the shipped file; `arguments` tell Chromium where that is and which key to
    trust, `authority` is the CA's file for others. One that `is_open` serves the same site without TLS: no office may
    run so, but programs that were measured without it can be compared.
    """

    def __init__(self, folder: Path, office: int, address: str = "127.0.0.1", *, is_open: bool = False) -> None:
        self.folder, self.office, self.address = folder, office, address
        self.is_open = is_open
        self.tls, self.plain = free_port(address), free_port(address)
        self.url = url(is_open=is_open)
        self.name = self.url.partition("://")[2]
        self.authority = folder / "authority.crt"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def arguments(self) -> list[str]:
        """What Chromium is started with."""
        rules = f"MAP {self.name}:443 {self.address}:{self.tls}, MAP {self.name}:80 {self.address}:{self.plain}"
        if self.is_open:
            return [f"--host-resolver-rules={rules}"]
        key = _openssl("x509", "-in", self.folder / "nivaran.crt", "-pubkey", "-noout")
        raw = _openssl("pkey", "-pubin", "-outform", "DER", told=key)
        digest = base64.b64encode(hashlib.sha256(raw).digest()).decode()
        return [f"--host-resolver-rules={rules}", f"--ignore-certificate-errors-spki-list={digest}"]

    def start(self) -> None:
        """Raises RuntimeError with nginx's own words when it does not come up."""
        nginx = program()
        assert nginx is not None, INSTALL
        self.folder.mkdir(parents=True, exist_ok=True)
        self._certify()
        (self.folder / "site.conf").write_text(self._site(), encoding="utf-8")
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder, user=user), encoding="utf-8")
        said = self.folder / "said"
        with said.open("wb") as out:
            command = [nginx, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", str(said)]
            self._process = subprocess.Popen(command, stdout=out, stderr=out, preexec_fn=tie_to_parent)
        if not self._answers():
            self.stop()
            raise RuntimeError(f"nginx did not come up: {said.read_text(errors='replace')}")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Answer:
        """One request of a page of ours, over TLS trusting the test CA and nobody else; Accept_Encoding="br"."""
        connection = http.client.HTTPConnection(self.name)
        connection.sock = self._connected()
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Sec-Fetch-Site": "same-origin", **said})
        answer = connection.getresponse()
        told = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return told

    def _connected(self) -> socket.socket:
        if self.is_open:
            return socket.create_connection((self.address, self.plain), 60)
        trusting = ssl.create_default_context(cafile=str(self.authority))
        bare = socket.create_connection((self.address, self.tls), 60)
        return trusting.wrap_socket(bare, server_hostname=self.name)

    def sent(self) -> list[int]:
        """Bytes with headers of every answer so far, whoever asked: the page, its worker, the browser itself."""
        return [int(line) for line in (self.folder / "access.log").read_text(encoding="ascii").splitlines()]

    def _answers(self) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            try:
                socket.create_connection((self.address, self.plain), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return True
        return False

    def _site(self) -> str:
        """The shipped file with our addresses; every line that is replaced must be there."""
        site = WRITTEN.read_text(encoding="utf-8")
        for shipped, ours in (
            (r"listen 80;", f"listen {self.address}:{self.plain};"),
            (r"listen 443 ", f"listen {self.address}:{self.tls} "),
            (r" +listen \[::\]:\d+[^;]*;\n", ""),
            (r"/etc/nginx/tls/", f"{self.folder}/"),
            (r"127\.0\.0\.1:8000", f"127.0.0.1:{self.office}"),
        ):
            site, found = re.subn(shipped, ours, site)
            assert found, f"deploy/nginx.conf has no {shipped}"
        return self._opened(site) if self.is_open else site

    def _opened(self, site: str) -> str:
        """The same without the server that leads to TLS, and without TLS."""
        limits, _leads_on, office = re.split(r"^server ", site, flags=re.M)
        office = re.sub(r"^ +(ssl_|listen |add_header Strict|proxy_hide_header).*\n", "", office, flags=re.M)
        return f"{limits}server {office.replace('{', f'{{ listen {self.address}:{self.plain};', 1)}"

    def _certify(self) -> None:
        """A CA and, signed by it, the office's certificate."""
        keys = {name: self.folder / f"{name}.key" for name in ("authority", "nivaran")}
        _openssl("req", "-x509", *EC, "-keyout", keys["authority"], "-out", self.authority, "-days", "2",
                 "-subj", "/CN=Test authority")  # fmt: skip
        asked, said = self.folder / "nivaran.csr", self.folder / "extensions"
        _openssl("req", "-new", *EC, "-keyout", keys["nivaran"], "-out", asked, "-subj", f"/CN={self.name}")
        said.write_text(EXTENSIONS.format(name=self.name), encoding="ascii")
        _openssl("x509", "-req", "-in", asked, "-CA", self.authority, "-CAkey", keys["authority"], "-CAcreateserial",
                 "-days", "2", "-extfile", said, "-out", self.folder / "nivaran.crt")  # fmt: skip


def _openssl(*words: str | Path, told: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *map(str, words)], input=told, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"openssl {words[0]}: {done.stderr.decode(errors='replace')}")
    return done.stdout
