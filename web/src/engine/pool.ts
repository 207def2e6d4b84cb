// The piece workers: started when there is work, ended when there was none for a while. The page starts and ends them; work goes through ports.
import type { Answer, FromPiece, Job, ToPiece } from "./piece_jobs.ts";
import type { WorkerRequest } from "./protocol.ts";

/** A worker could not be started, or ended by itself. The work can be done without it. */
export class WorkerLost extends Error {}

/** Jobs a worker has at a time: the next one waits there, so that it never stands idle. */
const AT_A_TIME = 2;
/** Milliseconds without work after which workers are ended: each keeps the memory of its largest piece. */
const IDLE = 10_000;

interface Task {
    id: number;
    job: Job;
    done: (answer: never) => void;
    failed: (error: Error) => void;
}

interface PieceWorker {
    id: number;
    port: MessagePort;
    tasks: Map<number, Task>;
}

export class Pool {
    private workers: PieceWorker[] = [];
    private waiting: Task[] = [];
    private urgent: Task[] = [];
    private last = 0;
    private idle: ReturnType<typeof setTimeout> | undefined;

    constructor(
        readonly size: number,
        private request: (request: WorkerRequest) => void,
    ) {}

    /** How many jobs keep all workers busy. */
    get places(): number {
        return this.size * AT_A_TIME;
    }

    /** Has a job done; an urgent one goes before those that wait. */
    run<J extends Job>(job: J, urgent = false): Promise<Answer<J>> {
        const promise = new Promise<Answer<J>>((done, failed) => {
            const task: Task = { id: ++this.last, job, done, failed };
            (urgent ? this.urgent : this.waiting).push(task);
        });
        clearTimeout(this.idle);
        this.deal();
        return promise;
    }

    private deal(): void {
        while (this.urgent.length + this.waiting.length > 0) {
            const worker = this.freeWorker();
            if (!worker) {
                return;
            }
            const task = (this.urgent.shift() ?? this.waiting.shift())!;
            worker.tasks.set(task.id, task);
            worker.port.postMessage({ id: task.id, job: task.job } satisfies ToPiece);
        }
        if (this.workers.every((worker) => worker.tasks.size === 0)) {
            clearTimeout(this.idle);
            this.idle = setTimeout(() => this.end(), IDLE);
        }
    }

    /** The worker with the least to do; a new one if all have something. */
    private freeWorker(): PieceWorker | null {
        const least = this.workers.reduce<PieceWorker | null>((best, worker) => (best && best.tasks.size <= worker.tasks.size ? best : worker), null);
        if (least && (least.tasks.size === 0 || this.workers.length >= this.size)) {
            return least.tasks.size < AT_A_TIME ? least : null;
        }
        return this.start();
    }

    /** A worker ended by itself, or was never started. */
    lose(id: number, why: string): void {
        const worker = this.workers.find((other) => other.id === id);
        this.workers = this.workers.filter((other) => other !== worker);
        for (const task of worker?.tasks.values() ?? []) {
            task.failed(new WorkerLost(why));
        }
        this.deal();
    }

    private start(): PieceWorker {
        const { port1: port, port2 } = new MessageChannel();
        const worker: PieceWorker = { id: ++this.last, port, tasks: new Map() };
        port.onmessage = ({ data }: MessageEvent<FromPiece>) => {
            const task = worker.tasks.get(data.id);
            worker.tasks.delete(data.id);
            if ("ok" in data) {
                task?.done(data.ok as never);
            } else {
                task?.failed(new Error(data.failed));
            }
            this.deal();
        };
        this.request({ start: worker.id, port: port2 });
        this.workers.push(worker);
        return worker;
    }

    /** Ends the workers; the next job starts them again. */
    private end(): void {
        for (const { id, port } of this.workers) {
            port.close();
            this.request({ end: id });
        }
        this.workers = [];
    }
}
