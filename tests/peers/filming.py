"""What the foreign peers film and play: pictures that carry their number, and a tone.

The number lies in eight cells of black and white, large enough to survive any encoder, so that whoever decodes a
picture can say which one it is. The tone is told by how often it crosses zero.
"""

import math
from array import array
from fractions import Fraction

import av

WIDTH, HEIGHT = 320, 240
FPS = 15
BIT_RATE = 400_000

# Numbers wrap after this many pictures.
NUMBERS = 256

_CELL = WIDTH // 8
_BLACK, _GREY, _WHITE = 32, 128, 224
# How far off a cell may be after coding; black, grey and white are thrice as far apart.
_NEAR = 32

SAMPLES_PER_S = 48_000
SAMPLES = SAMPLES_PER_S // 50
TONE_HZ = 440
_LOUDNESS = 8_000


def picture(number):
    """The picture of a number: cells above, a bar that wanders below."""
    cells = b"".join(bytes([_WHITE if number >> bit & 1 else _BLACK]) * _CELL for bit in range(8))
    left = number * 4 % (WIDTH - _CELL)
    below = bytearray([_GREY]) * WIDTH
    below[left : left + _CELL] = bytes([_WHITE]) * _CELL
    luma = cells * _CELL + bytes(below) * (HEIGHT - _CELL)
    frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
    for plane, content in zip(frame.planes, [luma, b"\x80" * (len(luma) // 4), b"\x80" * (len(luma) // 4)]):
        width = plane.width
        rows = (content[at : at + width] for at in range(0, len(content), width))
        plane.update(b"".join(row.ljust(plane.line_size, b"\0") for row in rows))
    frame.pts = number
    frame.time_base = Fraction(1, FPS)
    return frame


def number_of(frame):
    """Which number a decoded picture carries; an error if it is none of ours."""
    if (frame.width, frame.height) != (WIDTH, HEIGHT):
        raise ValueError(f"a picture of {frame.width}×{frame.height}")
    plane = frame.reformat(format="gray").planes[0]
    luma = memoryview(plane)

    def at(x, y):
        return luma[y * plane.line_size + x]

    number = 0
    for bit in range(8):
        light = at(bit * _CELL + _CELL // 2, _CELL // 2)
        if min(abs(light - _BLACK), abs(light - _WHITE)) > _NEAR:
            raise ValueError(f"cell {bit} is neither black nor white: {light}")
        number |= (light > _GREY) << bit
    bar = at(number * 4 % (WIDTH - _CELL) + _CELL // 2, HEIGHT - _CELL)
    if abs(bar - _WHITE) > _NEAR:
        raise ValueError(f"picture {number} has no bar where it should be: {bar}")
    return number


def tone(number):
    """The sound's frame of a number: 20 ms in stereo."""
    first = number * SAMPLES
    wave = (_LOUDNESS * math.sin(2 * math.pi * TONE_HZ * at / SAMPLES_PER_S) for at in range(first, first + SAMPLES))
    frame = av.AudioFrame("s16", "stereo", SAMPLES)
    frame.planes[0].update(array("h", (int(sample) for sample in wave for _ in range(2))).tobytes())
    frame.sample_rate = SAMPLES_PER_S
    frame.pts = first
    frame.time_base = Fraction(1, SAMPLES_PER_S)
    return frame


def pitch_of(frames):
    """The pitch of decoded frames of sound that follow each other, in Hz."""
    left = array("h")
    for frame in frames:
        left.extend(array("h", bytes(frame.planes[0])[: frame.samples * 4])[::2])
    crossings = sum(before < 0 <= after for before, after in zip(left, left[1:]))
    return crossings * SAMPLES_PER_S / max(len(left), 1)
