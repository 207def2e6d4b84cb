// The desk worker: keeps the open files and answers the page's calls, in the order they come.
import { Reports, initSync } from "../generated/tunesmith_web.js";
import { DeskFile } from "./desk_file.ts";
import { Pool } from "./pool.ts";
import type { Call, DeskCalls, FileId, LostWorker, Reply } from "./protocol.ts";

let pool: Pool;
const files = new Map<FileId, DeskFile>();

function file(id: FileId): DeskFile {
    const found = files.get(id);
    if (!found) {
        throw new Error("the file was closed");
    }
    return found;
}

function checked(id: FileId) {
    const found = file(id).checked;
    if (!found) {
        throw new Error("the file has not been checked yet");
    }
    return found;
}

type Answers = { [Name in keyof DeskCalls]: (...args: Parameters<DeskCalls[Name]>) => ReturnType<DeskCalls[Name]> | Promise<ReturnType<DeskCalls[Name]>> };

const answers: Answers = {
    start: (module, workers) => {
        initSync({ module });
        pool = new Pool(workers, (request) => postMessage(request, "port" in request ? [request.port] : []));
    },
    open: (id, blob) => {
        const opened = new DeskFile(blob, pool, (progress) => post({ progress: { file: id, ...progress } }));
        files.set(id, opened);
        return opened.open();
    },
    close: (id) => {
        files.get(id)?.close();
        files.delete(id);
    },
    check: (id, options, against) => file(id).check(options, against === null ? null : checked(against).known),
    cancel: (id) => file(id).cancel(),
    findings: (id, profile) => checked(id).findings(profile),
    report: (ids, profile, kind) => {
        const reports = new Reports();
        ids.forEach((id) => reports.add(checked(id), profile ?? undefined));
        const text = reports[kind]();
        reports.free();
        return text;
    },
    filter: (id, filter) => file(id).filter(filter),
    rows: (id, from, to) => file(id).rows(from, to),
    find: (id, line) => file(id).find(line),
    recordAt: (id, index) => file(id).recordAt(index),
    recordAtLine: (id, line) => file(id).recordAtLine(line),
    records: (id, from, to) => file(id).records(from, to),

    export: (id, options, path) => file(id).export(options, path),
    histogram: (id, column, bars) => file(id).histogram(column, bars),
    edited: (id, offsets) => {
        file(id).edited = file(id).columns.atOffsets(offsets);
    },
    scores: (id, scorer, from, values, said) => file(id).putScores(scorer, from, values, said),
    scoresOf: (id, index) => file(id).scoresOf(index),
    forgetScores: (id, scorer) => void file(id).scores.delete(scorer),
};

function post(reply: Reply): void {
    postMessage(reply);
}

onmessage = async ({ data }: MessageEvent<Call | LostWorker>) => {
    if ("lost" in data) {
        pool.lose(data.lost, data.why);
        return;
    }
    const { id, name, args } = data;
    try {
        const answer = answers[name] as (...args: unknown[]) => unknown;
        post({ id, ok: await answer(...args) });
    } catch (error) {
        post({ id, failed: error instanceof Error ? error.message : String(error) });
    }
};
