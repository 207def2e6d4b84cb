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
        throw new Error("The file is shorter than when it was opened: another program has changed it. Open it again.");
    }
    return bytes;
}

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
