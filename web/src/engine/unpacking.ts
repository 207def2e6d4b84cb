// Unpacks a gzip file into a blob. Browsers keep large blobs on the disk where they can.
import { Unpacker } from "../generated/tunesmith_web.js";
import { breath } from "./breath.ts";
import { Cancelled } from "./checking.ts";
import { readSlice } from "./reading.ts";

/** Packed bytes taken at a time: they may unpack to a thousand times as much. */
const STEP = 128 << 10;
/** Unpacked bytes that are gathered before they are handed to the browser. */
const PART = 32 << 20;

/** The unpacked bytes; fails if the file is damaged, like the command line. `told` is told how many packed bytes are done. */
export async function unpack(blob: Blob, told: (done: number) => void, isCancelled: () => boolean): Promise<Blob> {
    const unpacker = new Unpacker();
    const parts: Blob[] = [];
    let gathered: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    const take = (bytes: Uint8Array, most: number) => {
        gathered.push(bytes as Uint8Array<ArrayBuffer>);
        length += bytes.length;
        if (length >= most) {
            parts.push(new Blob(gathered));
            gathered = [];
            length = 0;
        }
    };
    let ended = false;
    try {
        for (let at = 0; at < blob.size; at += STEP) {
            const to = Math.min(at + STEP, blob.size);
            const packed = readSlice(blob, at, to);
            take(damaged(() => unpacker.push(packed), at), PART);
            told(to);
            await breath();
            if (isCancelled()) {
                throw new Cancelled();
            }
        }
        ended = true;
        take(damaged(() => unpacker.finish(), blob.size), 0);
    } finally {
        if (!ended) {
            unpacker.free();
        }
    }
    return new Blob(parts);
}

function damaged(step: () => Uint8Array, at: number): Uint8Array {
    try {
        return step();
    } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(
            `The file is packed with gzip and can not be unpacked: ${why}, near byte ${at} of the packed file. It is damaged or was not copied whole: copy or download it again.`,
            { cause: error },
        );
    }
}
