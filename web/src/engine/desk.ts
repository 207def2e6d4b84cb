// The page's end of the desk worker: each call is a promise.
import DeskWorker from "./desk.worker.ts?worker&inline";
import type { PieceStart } from "./piece_jobs.ts";
import PieceWorker from "./piece.worker.ts?worker&inline";
import type { CallName, DeskCalls, WorkerRequest, LostWorker, Progress, Reply } from "./protocol.ts";

/** The calls of `DeskCalls`, each with a promise. */
type Promised = {
    [Name in CallName]: (...args: Parameters<DeskCalls[Name]>) => Promise<ReturnType<DeskCalls[Name]>>;
};

/** How many workers check pieces side by side: two for a processor, because each waits for the file half of its time. */
export function workerCount(): number {
    return Math.max(1, Math.min((navigator.hardwareConcurrency || 2) * 2, 8));
}

export class Desk {
    private worker = new DeskWorker();
    private pieceWorkers = new Map<number, Worker>();
    private waiting = new Map<number, { done: (value: never) => void; failed: (error: Error) => void }>();
    private last = 0;
    onProgress: (progress: Progress) => void = () => {};

    private constructor(private module: WebAssembly.Module) {
        this.worker.onmessage = (event: MessageEvent<Reply>) => this.take(event.data);
        this.worker.onerror = (event) => this.failAll(event.message || "the worker ended");
    }

    /** Starts the worker with the compiled validator. */
    static async start(module: WebAssembly.Module, workers = workerCount()): Promise<Desk> {
        const desk = new Desk(module);
        await desk.call("start", module, workers);
        return desk;
    }

    call<Name extends CallName>(name: Name, ...args: Parameters<Promised[Name]>): ReturnType<Promised[Name]> {
        const id = ++this.last;
        const promise = new Promise((done, failed) => this.waiting.set(id, { done, failed }));
        this.worker.postMessage({ id, name, args });
        return promise as ReturnType<Promised[Name]>;
    }

    private take(reply: Reply): void {
        if ("progress" in reply) {
            this.onProgress(reply.progress);
            return;
        }
        if ("start" in reply || "end" in reply) {
            this.startOrEnd(reply);
            return;
        }
        const waiting = this.waiting.get(reply.id);
        this.waiting.delete(reply.id);
        if ("ok" in reply) {
            waiting?.done(reply.ok as never);
        } else {
            waiting?.failed(new Error(reply.failed));
        }
    }

    /** Starts and ends the desk's piece workers. Not done by the desk itself: a worker that starts workers is at times stuck for ever in Firefox. */
    private startOrEnd(request: WorkerRequest): void {
        if ("end" in request) {
            this.pieceWorkers.get(request.end)?.terminate();
            this.pieceWorkers.delete(request.end);
            return;
        }
        const { start, port } = request;
        const lost = (why: string) => {
            this.pieceWorkers.get(start)?.terminate();
            this.pieceWorkers.delete(start);
            this.worker.postMessage({ lost: start, why } satisfies LostWorker);
        };
        try {
            const worker = new PieceWorker();
            this.pieceWorkers.set(start, worker);
            worker.onerror = (event) => {
                event.preventDefault();
                lost(event.message || "a worker ended");
            };
            // The module goes from here: Chromium does not let it through a port.
            worker.postMessage({ port, module: this.module } satisfies PieceStart, [port]);
        } catch (error) {
            lost(String(error));
        }
    }

    private failAll(why: string): void {
        for (const { failed } of this.waiting.values()) {
            failed(new Error(why));
        }
        this.waiting.clear();
    }
}
