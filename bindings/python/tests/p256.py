"""A key pair on P-256 in plain Python, as a phone's key store has one: for tests, which time nothing and keep no secret."""

import hashlib
import secrets

from field_unit_ffi import AppFault, KeyStore

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
# What a public key on P-256 begins with (RFC 5480): the algorithm, the curve, and that both coordinates follow.
_PUBLIC = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


class SoftwareKey(KeyStore):
    """Signs, unless it is locked."""

    def __init__(self):
        self._secret = 1 + secrets.randbelow(_N - 1)
        self.locked = False

    def public_key(self):
        self._ask()
        x, y = _times(self._secret, _G)
        return _PUBLIC + x.to_bytes(32) + y.to_bytes(32)

    def sign(self, message):
        self._ask()
        digest = int.from_bytes(hashlib.sha256(message).digest())
        once = 1 + secrets.randbelow(_N - 1)
        r = _times(once, _G)[0] % _N
        s = pow(once, -1, _N) * (digest + r * self._secret) % _N
        both = _integer(r) + _integer(s)
        return b"\x30" + bytes([len(both)]) + both

    def _ask(self):
        if self.locked:
            raise AppFault.Thrown("the key store is locked")


def _times(count, point):
    """`count` times a point, by doubling."""
    sum_of = None
    while count:
        if count & 1:
            sum_of = _add(sum_of, point)
        point = _add(point, point)
        count >>= 1
    return sum_of


def _add(one, other):
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % _P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, _P) if one == other else (y2 - y1) * pow(x2 - x1, -1, _P)
    x = (slope * slope - x1 - x2) % _P
    return x, (slope * (x1 - x) - y1) % _P


def _integer(number):
    """An integer in DER, with room for its sign."""
    digits = number.to_bytes(number.bit_length() // 8 + 1)
    return b"\x02" + bytes([len(digits)]) + digits
