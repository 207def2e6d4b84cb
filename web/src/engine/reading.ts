// Reads slices of a file inside a worker, and says in words why one can not be read.

const reader = new FileReaderSync();

/** The bytes from `start` to `end`; fails if the file is no longer what it was when it was opened. */
export function readSlice(blob: Blob, start: number, end: number): Uint8Array<ArrayBuffer> {
    let bytes: Uint8Array<ArrayBuffer>;
    try {
        bytes = new Uint8Array(reader.readAsArrayBuffer(blob.slice(start, end)));
    } catch (error) {
        throw new Error(whyUnreadable(error), { cause: error });
    }
    if (bytes.length !== end - start) {
        throw new Error(SHORTER);
    }
    return bytes;
}

/** What `readLong` reads into; the bytes it gave last are gone with the next call. */
let spare = new ArrayBuffer(0);

/** The same for long slices: twice as quick, and always into the same memory. The bytes hold until the next call. */
export async function readLong(blob: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const length = end - start;
    const reader = streamOf(blob.slice(start, end));
    if (!reader) {
        return readSlice(blob, start, end);
    }
    let buffer = spare.byteLength >= length ? spare : new ArrayBuffer(length);
    let read = 0;
    try {
        while (read < length) {
            // The buffer goes to the browser and comes back filled.
            const { value, done } = await reader.read(new Uint8Array(buffer, read, length - read));
            if (done) {
                throw new Error(SHORTER);
            }
            buffer = value.buffer;
            read += value.length;
        }
    } catch (error) {
        throw error instanceof DOMException ? new Error(whyUnreadable(error), { cause: error }) : error;
    } finally {
        void reader.cancel().catch(() => undefined);
    }
    spare = buffer;
    return new Uint8Array(buffer, 0, length);
}

/** Null where the browser can not fill memory that it is given. */
function streamOf(slice: Blob): ReadableStreamBYOBReader | null {
    try {
        return slice.stream().getReader({ mode: "byob" });
    } catch {
        return null;
    }
}

const SHORTER = "The file is shorter than when it was opened: another program has changed it. Open it again.";

/** What the browser's error means to the one who opened the file. */
function whyUnreadable(error: unknown): string {
    switch (error instanceof DOMException ? error.name : "") {
        case "NotFoundError":
            return "The file can not be read any more: it was moved or deleted since it was opened. Open it again.";
        case "NotReadableError":
            return "The file can not be read: it was changed since it was opened, or you may not read it. Open it again.";
        case "SecurityError":
            return "The browser does not allow this file to be read. Copy it to another folder, such as Documents, and open it there.";
        default:
            return `The file can not be read: ${error instanceof Error ? error.message : String(error)}`;
    }
}
