/** A page's media calls, counted and measured from within. */

/** Makes `page` remember every peer connection it will make; before it goes anywhere. */
export function rememberCalls(page) {
  return page.addInitScript(() => {
    const Real = globalThis.RTCPeerConnection;
    globalThis.calls = [];
    globalThis.RTCPeerConnection = class extends Real {
      constructor(...given) {
        super(...given);
        globalThis.calls.push(this);
      }
    };
  });
}

/** Of every connection: whether it is closed, how long its offer is, bytes of pictures both ways, frames encoded. */
export function callsOf(page) {
  return page.evaluate(async () => {
    const measured = globalThis.calls.map(async (call) => {
      const sums = { received: 0, sent: 0, encoded: 0 };
      for (const stat of (await call.getStats()).values()) {
        if (stat.kind !== 'video') continue;
        if (stat.type === 'inbound-rtp') sums.received += stat.bytesReceived;
        if (stat.type === 'outbound-rtp') {
          sums.sent += stat.bytesSent;
          sums.encoded += stat.framesEncoded ?? 0;
        }
      }
      return { closed: call.connectionState === 'closed', offer: call.localDescription?.sdp.length ?? 0, ...sums };
    });
    return Promise.all(measured);
  });
}

/** Both ends of the chosen path of every open call, as the browser describes them (W3C WebRTC statistics). */
export function pathsOf(page) {
  return page.evaluate(async () => {
    const open = globalThis.calls.filter((call) => call.connectionState === 'connected');
    const chosen = open.map(async (call) => {
      const stats = await call.getStats();
      const transport = [...stats.values()].find(({ type }) => type === 'transport');
      const pair = stats.get(transport.selectedCandidatePairId);
      return { local: stats.get(pair.localCandidateId), remote: stats.get(pair.remoteCandidateId) };
    });
    return Promise.all(chosen);
  });
}
