// The piece workers: started when there is work, ended when there was none for a while.
import PieceWorker from "./piece.worker.ts?worker&inline";
import type { Answer, FromPiece, Job, ToPiece } from "./piece_jobs.ts";

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

interface Hand {
    worker: Worker;
    tasks: Map<number, Task>;
}

export class Pool {
    private hands: Hand[] = [];
    private waiting: Task[] = [];
    private urgent: Task[] = [];
    private last = 0;
    private idle: ReturnType<typeof setTimeout> | undefined;

    constructor(
        private module: WebAssembly.Module,
        readonly size: number,
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
            const hand = this.freeHand();
            if (!hand) {
                return;
            }
            const task = (this.urgent.shift() ?? this.waiting.shift())!;
            hand.tasks.set(task.id, task);
            hand.worker.postMessage({ id: task.id, job: task.job } satisfies ToPiece);
        }
        if (this.hands.every((hand) => hand.tasks.size === 0)) {
            clearTimeout(this.idle);
            this.idle = setTimeout(() => this.end(), IDLE);
        }
    }

    /** The worker with the least to do; a new one if all have something. */
    private freeHand(): Hand | null {
        const least = this.hands.reduce<Hand | null>((best, hand) => (best && best.tasks.size <= hand.tasks.size ? best : hand), null);
        if (least && (least.tasks.size === 0 || this.hands.length >= this.size)) {
            return least.tasks.size < AT_A_TIME ? least : null;
        }
        return this.start();
    }

    private start(): Hand {
        const hand: Hand = { worker: new PieceWorker(), tasks: new Map() };
        hand.worker.onmessage = ({ data }: MessageEvent<FromPiece>) => {
            const task = hand.tasks.get(data.id);
            hand.tasks.delete(data.id);
            if ("ok" in data) {
                task?.done(data.ok as never);
            } else {
                task?.failed(new Error(data.failed));
            }
            this.deal();
        };
        hand.worker.onerror = (event) => {
            event.preventDefault();
            this.hands = this.hands.filter((other) => other !== hand);
            hand.worker.terminate();
            for (const task of hand.tasks.values()) {
                task.failed(new WorkerLost(event.message || "a worker ended"));
            }
        };
        hand.worker.postMessage({ module: this.module } satisfies ToPiece);
        this.hands.push(hand);
        return hand;
    }

    /** Ends the workers; the next job starts them again. */
    private end(): void {
        for (const { worker } of this.hands) {
            worker.terminate();
        }
        this.hands = [];
    }
}
