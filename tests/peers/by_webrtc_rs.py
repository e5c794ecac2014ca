"""webrtc-rs as a viewer of one unit that publishes what it sees as another.

The program is `webrtc-rs/main.rs`; HTTP is done for it here.
"""

import asyncio
import contextlib
import os
import pathlib

from hall import TARGET

PROGRAM = pathlib.Path(os.environ.get("YIKE_PEER_WEBRTC_RS", TARGET / "release" / "peer-webrtc-rs"))

# How long it may take to offer, a watched picture included, in seconds.
_OFFERS_WITHIN = 30


@contextlib.asynccontextmanager
async def passing_on(viewer, unit, publisher):
    """Watches `unit` in the seat of `viewer`, and publishes as `publisher`, for as long as the block lasts."""
    program = await asyncio.create_subprocess_exec(
        PROGRAM, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        watched = await _negotiate(program, viewer, "whep", unit)
        published = await _negotiate(program, publisher, "whip", publisher.unit)
        yield
        assert program.returncode is None, f"webrtc-rs gave up with code {program.returncode}"
        await asyncio.to_thread(publisher.end, published)
        await asyncio.to_thread(viewer.end, watched)
    finally:
        if program.returncode is None:
            program.kill()
        await program.wait()


async def _negotiate(program, seat, door, unit):
    async with asyncio.timeout(_OFFERS_WITHIN):
        try:
            offer = await program.stdout.readuntil(b"\n.\n")
        except asyncio.IncompleteReadError as error:
            raise AssertionError(f"webrtc-rs made no offer to {door}: {error.partial!r}") from None
    sdp = offer.decode().removesuffix(".\n")
    answer, session = await asyncio.to_thread(seat.offer, door, unit, sdp)
    program.stdin.write(f"{answer.rstrip()}\n.\n".encode())
    await program.stdin.drain()
    return session
