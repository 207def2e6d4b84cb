// Takes away what no policy of a page covers in today's browsers: calls between browsers (WebRTC) reach any server in spite of
// `connect-src 'none'`. The page needs none, so it has none. Imported before everything else; workers never have them.

const CALLS = ["RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection", "RTCIceTransport", "RTCIceGatherer"];

/** Whether there was something to take away. */
export const takenAway = CALLS.map((name) => name in window && Reflect.deleteProperty(window, name)).some((gone) => gone);
