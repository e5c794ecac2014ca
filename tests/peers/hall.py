"""A hall in a process of its own, with the two doors that foreign peers come through: WHIP and WHEP.

It leaves what goes through them to the peers; nothing here knows what SDP says.
"""

import json
import os
import pathlib
import re
import select
import subprocess
import tempfile
import urllib.error
import urllib.request

TOP = pathlib.Path(__file__).resolve().parents[2]
TARGET = TOP / os.environ.get("CARGO_TARGET_DIR", "target")
YIKE = pathlib.Path(os.environ.get("YIKE_BIN", TARGET / "release" / "yike"))

# How long the hall may take to be ready, and to answer, in seconds.
READY_WITHIN = 60
ANSWER_WITHIN = 15

JSON = {"content-type": "application/json"}


class Refused(Exception):
    """What the hall would not do, in its own words."""

    def __init__(self, status, fault):
        super().__init__(f"{status} {fault}")
        self.status = status
        self.fault = fault


class Hall:
    """`yike demo` with nobody pretending; ends with the `with` block."""

    def __init__(self, *options):
        self._options = options

    def __enter__(self):
        self._data = tempfile.TemporaryDirectory(prefix="yike-peers-")
        self._log = pathlib.Path(self._data.name) / "log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [YIKE, "demo", "--units", "0", "--cameras", "0", "--port", "0", "--data", self._data.name, *self._options],
                stdout=subprocess.PIPE,
                stderr=log,
            )
        said, _, _ = select.select([self._process.stdout], [], [], READY_WITHIN)
        line = self._process.stdout.readline() if said else b""
        if not line:
            told = "\n".join(self.said())
            self.__exit__()
            raise AssertionError(f"{YIKE} was not ready in time; `cargo xtask build` makes it\n{told}")
        ready = json.loads(line)
        self.url = ready["url"]
        self._logins = ready["logins"]
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        self._data.cleanup()

    def said(self):
        """The lines of its log so far."""
        return self._log.read_text().splitlines()

    @property
    def media(self):
        """The addresses of its media ports, one for each shard."""
        found = re.findall(r"media\.address=([\d.]+):(\d+)", self._log.read_text())
        return [(address, int(port)) for address, port in found]

    def metrics(self):
        """Its figures, as Prometheus reads them."""
        return self._call("GET", "/metrics")[0]

    def seat(self, role, which=0):
        """Signs one of a role in."""
        login = [login for login in self._logins if login["role"] == role][which]
        body = json.dumps({"name": login["name"], "password": login["password"]}).encode()
        answer, _ = self._call("POST", "/api/session", body, JSON)
        return Seat(self, json.loads(answer)["token"], login.get("unit"))

    def _call(self, method, path, body=None, headers=None):
        said, headers = self._bytes(method, path, body, headers)
        return said.decode(), headers

    def _bytes(self, method, path, body=None, headers=None):
        request = urllib.request.Request(self.url + path, body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_WITHIN) as answer:
                return answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.loads(error.read())) from None


class Seat:
    """Somebody signed in."""

    def __init__(self, hall, token, unit):
        self.hall = hall
        self.token = token
        self.unit = unit

    def get(self, path):
        """What the hall answers to a GET."""
        answer, _ = self.hall._call("GET", path, headers=self._headers())
        return json.loads(answer)

    def get_bytes(self, path):
        """What the hall answers to a GET, as it is."""
        return self.hall._bytes("GET", path, headers=self._headers())[0]

    def ask(self, method, path, body):
        """Asks the hall for something: what it answers, if that is anything."""
        answer, _ = self.hall._call(method, path, json.dumps(body).encode(), self._headers() | JSON)
        return json.loads(answer) if answer else None

    def ask_bytes(self, method, path, body, headers):
        """Asks the hall for something with a body as it is: the headers of its answer."""
        return self.hall._bytes(method, path, body, self._headers() | headers)[1]

    def offer(self, door, unit, sdp):
        """Sends an offer to `whip` or `whep`: the answer, and where the session is."""
        headers = self._headers() | {"content-type": "application/sdp"}
        answer, headers = self.hall._call("POST", f"/{door}/{unit}", sdp.encode(), headers)
        return answer, headers["location"]

    def end(self, session):
        """Takes a session down."""
        self.hall._call("DELETE", session, headers=self._headers())

    def _headers(self):
        return {"authorization": f"Bearer {self.token}"}
