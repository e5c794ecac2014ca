"""Prepared pictures: the access units of `bindings/clip/testsrc.h264`, over and over.

Every access unit of that file begins with a delimiter (H.264 section 7.3.2.4), so that it is cut without knowing more.
"""

import pathlib

FPS = 15

_DELIMITER = b"\0\0\0\1\x09"
_FILE = pathlib.Path(__file__).resolve().parents[2] / "clip" / "testsrc.h264"
_IDR = b"\0\0\1\x65"

ACCESS_UNITS = [_DELIMITER + rest for rest in _FILE.read_bytes().split(_DELIMITER)[1:]]


def is_key(access_unit):
    """Whether it stands by itself."""
    return _IDR in access_unit
