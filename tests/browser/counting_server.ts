// A server on loopback that answers everything and counts what arrives; also bare connections and UDP packets.
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface CountingServer {
    /** `http://127.0.0.1:PORT`. */
    origin: string;
    port: number;
    /** By what they say of themselves (`?by=`), how often. */
    arrivals: Map<string, number>;
    /** Packets of WebRTC, which knows no paths. */
    packets: () => number;
    connections: () => number;
    close(): Promise<void>;
}

export async function countingServer(): Promise<CountingServer> {
    const arrivals = new Map<string, number>();
    let connections = 0;
    let packets = 0;
    const count = (path: string | undefined) => {
        const by = new URL(path ?? "/", "http://127.0.0.1").searchParams.get("by") ?? path ?? "";
        arrivals.set(by, (arrivals.get(by) ?? 0) + 1);
    };
    const server = createServer((request, response) => {
        count(request.url);
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Access-Control-Allow-Headers", "*");
        response.end();
    });
    // A WebSocket has arrived when it asks; that it is not taken is no matter.
    server.on("upgrade", (request, socket) => {
        count(request.url);
        socket.destroy();
    });
    server.on("connection", () => {
        connections += 1;
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const udp = createSocket("udp4");
    udp.on("message", () => {
        packets += 1;
    });
    // The same number, so that one address serves both.
    await new Promise<void>((done) => udp.bind(port, "127.0.0.1", done));
    return {
        origin: `http://127.0.0.1:${port}`,
        port,
        arrivals,
        packets: () => packets,
        connections: () => connections,
        async close() {
            server.closeAllConnections();
            await new Promise((done) => server.close(done));
            await new Promise<void>((done) => udp.close(done));
        },
    };
}
