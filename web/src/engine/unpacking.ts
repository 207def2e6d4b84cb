// Unpacks a gzip or Zstandard file into a blob.
import { Unpacker } from "../generated/tunesmith_web.js";
import { BlobParts } from "./blob_parts.ts";
import { breath } from "./breath.ts";
import { stopIf } from "./cancelled.ts";
import { readSlice } from "./reading.ts";

/** Packed bytes taken at a time. */
const STEP = 256 << 10;
/** Bytes that tell how a file is packed. */
const MAGIC = 4;

export interface Unpacked {
    blob: Blob;
    /** What it was packed with. */
    packed: "gzip" | "zstd" | null;
}

/** The unpacked bytes; the file itself if it is not packed. Fails if it is damaged, like the command line. `told` is told how many packed bytes are done. */
export async function unpack(blob: Blob, told: (done: number) => void, isCancelled: () => boolean): Promise<Unpacked> {
    const unpacker = Unpacker.of(readSlice(blob, 0, Math.min(MAGIC, blob.size)));
    if (!unpacker) {
        return { blob, packed: null };
    }
    const packed = unpacker.name;
    const unpacked = new BlobParts();
    let at = 0;
    let ended = false;
    try {
        for (; at < blob.size; at += STEP) {
            const to = Math.min(at + STEP, blob.size);
            unpacker.push(readSlice(blob, at, to));
            for (let part = step(() => unpacker.nextPart()); part; part = step(() => unpacker.nextPart())) {
                unpacked.add(part);
                await breath();
                stopIf(isCancelled);
            }
            told(to);
        }
        // It takes the unpacker away, also where it fails.
        ended = true;
        unpacked.add(step(() => unpacker.finish()));
    } finally {
        if (!ended) {
            unpacker.free();
        }
    }
    return { blob: unpacked.whole(), packed };

    function step<Result>(unpacking: () => Result): Result {
        try {
            return unpacking();
        } catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            throw new Error(
                `The file is packed with ${packed} and can not be unpacked: ${why}, near byte ${Math.min(at, blob.size).toLocaleString("en")}. It is damaged or was not copied whole: copy or download it again.`,
                { cause: error },
            );
        }
    }
}
