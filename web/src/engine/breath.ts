// Lets a worker answer calls that have come in while it is at long work.

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Goes on after the messages that are there by now. */
export function breath(): Promise<void> {
    return new Promise((done) => {
        waiting.push(done);
        channel.port2.postMessage(null);
    });
}
