"""A way to the hall that can be cut: TCP from a port of its own, byte for byte, until it is cut.

It leaves the media beside it: those go by addresses of their own.
"""

import contextlib
import socket
import threading


class Relay:
    """Passes connections on to a hall; ends with the `with` block."""

    def __init__(self, to):
        self._to = to
        self._lock = threading.Lock()
        self._open = set()
        self._cut = False

    def __enter__(self):
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = "%s:%d" % self._door.getsockname()
        threading.Thread(target=self._welcome, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.cut()
        # A thread that waits in `accept` is woken by nothing else.
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def cut(self):
        """Breaks every connection, and every one to come."""
        with self._lock:
            self._cut = True
            broken, self._open = self._open, set()
        for end in broken:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def mend(self):
        """Lets connections through again."""
        with self._lock:
            self._cut = False

    def _welcome(self):
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._to)
            except OSError:
                near.close()
                continue
            with self._lock:
                cut = self._cut
                if not cut:
                    self._open |= {near, far}
            if cut:
                near.close()
                far.close()
                continue
            for ends in ((near, far), (far, near)):
                threading.Thread(target=_pass, args=ends, daemon=True).start()


def _pass(source, drain):
    with contextlib.suppress(OSError):
        while passed := source.recv(65536):
            drain.sendall(passed)
        drain.shutdown(socket.SHUT_WR)
