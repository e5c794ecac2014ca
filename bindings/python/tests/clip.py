"""Prepared pictures: the access units of `bindings/clip/testsrc.h264` and `testsrc.h265`, over and over.

Every access unit of those files begins with a delimiter (H.264 section 7.3.2.4, H.265 section 7.3.2.5), so that it is cut
without knowing more.
"""

import pathlib

from field_unit_ffi import VideoCodec

FPS = 15

_CLIPS = pathlib.Path(__file__).resolve().parents[2] / "clip"
_IDR = b"\0\0\1\x65"


def _cut(name, delimiter):
    return [delimiter + rest for rest in (_CLIPS / name).read_bytes().split(delimiter)[1:]]


ACCESS_UNITS = _cut("testsrc.h264", b"\0\0\0\1\x09")
OF_CODEC = {VideoCodec.H264: ACCESS_UNITS, VideoCodec.H265: _cut("testsrc.h265", b"\0\0\0\1\x46\x01")}


def is_key(access_unit):
    """Whether it stands by itself."""
    return _IDR in access_unit
