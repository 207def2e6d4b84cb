// Writes a file anew with fixes and edits, and checks what comes out on the way: one pass, flat memory.
import { type CheckOptions, FileCheck, FileFix, type FixOptions, type FixedPart } from "../generated/tunesmith_web.js";
import { BlobParts } from "./blob_parts.ts";
import { breath } from "./breath.ts";
import { stopIf } from "./cancelled.ts";
import type { Exported } from "./protocol.ts";
import { readSlice } from "./reading.ts";

/** What is read at a time. */
const STEP = 1 << 20;

export interface Exporting {
    blob: Blob;
    /** `FixOptions` as JSON. */
    options: string;
    /** What the original is called in the patch. */
    path: string;
    told: (done: number, records: number) => void;
    isCancelled: () => boolean;
}

/** Fails with `Cancelled` if that is wanted meanwhile. */
export async function exportFile({ blob, options, path, told, isCancelled }: Exporting): Promise<Exported> {
    const began = performance.now();
    const { profile, rules } = JSON.parse(options) as FixOptions;
    const checkOptions: CheckOptions = { path, profiles: [profile], ...(rules && { rules }) };
    const fix = new FileFix(options);
    let check: FileCheck | null = new FileCheck(JSON.stringify(checkOptions));
    const [clean, rejected, patch] = [new BlobParts(), new BlobParts(), new BlobParts()];
    let [changes, rejectedRecords, records] = [0, 0, 0];
    const take = (part: FixedPart) => {
        const bytes = part.bytes;
        check?.push(bytes);
        records += (check?.takeRecords().length ?? 0) / 5;
        clean.add(bytes);
        rejected.add(part.rejected);
        patch.add(part.patch);
        changes += part.changes;
        rejectedRecords += part.rejectedRecords;
        part.free();
    };
    try {
        for (let at = 0; at < blob.size; at += STEP) {
            const to = Math.min(at + STEP, blob.size);
            take(fix.push(readSlice(blob, at, to)));
            told(to, records);
            await breath();
            stopIf(isCancelled);
        }
        take(fix.finish());
        const ended = check;
        check = null;
        const checked = ended.finish();
        const summaries = checked.summaries();
        checked.free();
        return {
            clean: clean.whole(),
            rejected: rejected.whole(),
            patch: patch.whole(fix.patchHead(path)),
            changes,
            rejectedRecords,
            checked: { summaries, milliseconds: performance.now() - began, counted: false },
        };
    } finally {
        fix.free();
        check?.free();
    }
}
