"""A real hall, with a town, units and officers enrolled over its HTTP door, and a dispatcher who sends orders."""

import base64
import hashlib
import itertools
import pathlib
import sys
import tempfile
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests" / "peers"))

from hall import Hall, Refused  # noqa: E402
from officer import SCENE, Officer  # noqa: E402

PASSWORD = "a password for tests"


class District:
    """One hall for all tests; ends with the `with` block."""

    def __init__(self, *options):
        self._options = options

    def __enter__(self):
        self.hall = Hall(*self._options).__enter__()
        self._folder = tempfile.TemporaryDirectory(prefix="yike-python-")
        self._numbers = itertools.count(1)
        self._administrator = self.hall.seat("administrator")
        self.dispatcher = self.hall.seat("dispatcher")
        self._town = self._administrator.ask("POST", "/api/towns", {"name": "Test town"})["id"]
        return self

    def __exit__(self, *_):
        self.hall.__exit__()
        self._folder.cleanup()

    @property
    def address(self):
        """Where it listens: host, port."""
        host, port = self.hall.url.removeprefix("http://").split(":")
        return host, int(port)

    def officer(self):
        """Enrols a unit that is on duty, with its officer."""
        name = f"officer {next(self._numbers)}"
        unit = self._administrator.ask("POST", "/api/units", {"name": name, "town": self._town})["id"]
        person = {"name": name, "password": PASSWORD, "role": "officer", "unit": unit}
        self._administrator.ask("POST", "/api/people", person)
        return Officer(self.hall.url, name, PASSWORD, unit, pathlib.Path(self._folder.name) / f"{name}.db")

    def qr(self, officer):
        """The text of a QR code that enrols one phone of an officer."""
        people = self._administrator.get("/api/people")
        person = next(person["id"] for person in people if person["name"] == officer.name)
        return self._administrator.ask("POST", "/api/enrolments", {"person": person, "hall": self.hall.url})["qr"]

    def put_out(self, phone):
        """Has a phone never sign in again."""
        self._administrator.end(f"/api/phones/{phone}")

    def send_order(self, officer, note="please look"):
        """Sends an emergency order to a unit: the order's id."""
        place = SCENE | {"name": "Rathaus 市政厅", "address": "Städtle 6"}
        order = {"kind": "emergency", "place": place, "addressee": {"unit": officer.unit}, "note": note}
        return self.dispatcher.ask("POST", "/api/orders", order)["id"]

    def order(self, order):
        """An order as the hall has it."""
        return self.dispatcher.get(f"/api/orders/{order}")

    def recordings(self, order):
        """What was recorded of an order."""
        return self.dispatcher.get(f"/api/recordings?order={order}")

    def write(self, order, text, attachment=None):
        """Writes to the units of an order, with what `send` answered for something if it goes with it."""
        message = {"id": str(uuid.uuid4()), "text": text} | ({"attachment": attachment} if attachment else {})
        self.dispatcher.ask("POST", f"/api/orders/{order}/messages", message)

    def send(self, media_type, content):
        """Sends a photo or sound note by tus: what names it in a message."""
        name = hashlib.sha256(content).hexdigest()
        told = {"sha256": name, "filetype": media_type}
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
        tus = {"tus-resumable": "1.0.0"}
        begun = tus | {"upload-length": str(len(content)), "upload-metadata": metadata}
        where = self.dispatcher.ask_bytes("POST", "/api/attachments", None, begun)["location"]
        part = tus | {"upload-offset": "0", "content-type": "application/offset+octet-stream"}
        self.dispatcher.ask_bytes("PATCH", where, content, part)
        return {"sha256": name, "media_type": media_type, "bytes": len(content)}

    def read(self, order, messages):
        """Reads what units wrote on an order."""
        self.dispatcher.ask("POST", f"/api/orders/{order}/messages/read", {"messages": messages})

    def file(self, path):
        """What lies at a path, once something does."""
        try:
            return self.dispatcher.get_bytes(path)
        except Refused as refused:
            if refused.status not in (404, 503):
                raise
            return None

    def unit(self, officer):
        """A unit as the hall has it."""
        return next(unit for unit in self.dispatcher.get("/api/units") if unit["id"] == officer.unit)
