"""FFmpeg as a publisher: its WHIP muxer, in the libraries that PyAV brings.

Debian's own FFmpeg is older than WHIP. This file is also a program: FFmpeg waits where Python cannot end it, so the
publisher has a process of its own. What is filmed is in `filming`.

The publisher brings a certificate, as RFC 8827 (section 6.5) wants it: on P-256. The one that FFmpeg makes for itself
where it is built with GnuTLS, as here, is on a curve of 224 bits, which neither browsers nor the hall take.
"""

import contextlib
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import av
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import filming

# Where the program finds what is secret; its arguments are for everybody to read.
TOKEN = "YIKE_TOKEN"

# A bound on how long FFmpeg may try to connect, in milliseconds.
_HANDSHAKE_WITHIN_MS = 10_000

_SOUND_BIT_RATE = 64_000


def is_there():
    """Whether these libraries can publish by WHIP."""
    return "whip" in av.formats_available


@contextlib.contextmanager
def publishing(seat):
    """Publishes a unit's picture and sound for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="yike-ffmpeg-") as folder:
        command = [sys.executable, __file__, f"{seat.hall.url}/whip/{seat.unit}", folder]
        publisher = subprocess.Popen(command, env=os.environ | {TOKEN: seat.token})
        try:
            yield
            assert publisher.poll() is None, f"FFmpeg gave up with code {publisher.returncode}"
        finally:
            publisher.kill()
            publisher.wait()


def _publish(url, token, folder):
    options = _certificate(pathlib.Path(folder)) | {
        "authorization": token,
        "handshake_timeout": str(_HANDSHAKE_WITHIN_MS),
    }
    with av.open(url, "w", format="whip", options=options) as door:
        video = door.add_stream("libx264", rate=filming.FPS)
        video.width, video.height, video.pix_fmt = filming.WIDTH, filming.HEIGHT, "yuv420p"
        video.bit_rate, video.gop_size = filming.BIT_RATE, filming.FPS
        video.profile = "Baseline"
        video.options = {"preset": "ultrafast", "tune": "zerolatency"}
        audio = door.add_stream("libopus", rate=filming.SAMPLES_PER_S, layout="stereo")
        audio.bit_rate = _SOUND_BIT_RATE
        began, sounds = time.monotonic(), 0
        for number in range(sys.maxsize):
            time.sleep(max(0, began + number / filming.FPS - time.monotonic()))
            frame = filming.picture(number % filming.NUMBERS)
            frame.pts = number
            door.mux(video.encode(frame))
            while sounds * filming.FPS <= number * 50:
                door.mux(audio.encode(filming.tone(sounds)))
                sounds += 1


def _certificate(folder):
    """Makes a certificate in `folder`: FFmpeg's options that name it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "WebRTC")])
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return dict(zip(("cert_file", "key_file"), map(str, files)))


if __name__ == "__main__":
    _publish(sys.argv[1], os.environ[TOKEN], sys.argv[2])
