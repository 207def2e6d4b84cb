// A blob that is written piece by piece. Browsers keep large blobs on the disk where they can, so memory stays flat.

/** Bytes that are gathered before they are handed to the browser. */
const PART = 32 << 20;

export class BlobParts {
    private parts: Blob[] = [];
    private gathered: Uint8Array<ArrayBuffer>[] = [];
    private length = 0;

    add(bytes: Uint8Array): void {
        if (bytes.length === 0) {
            return;
        }
        this.gathered.push(bytes as Uint8Array<ArrayBuffer>);
        this.length += bytes.length;
        if (this.length >= PART) {
            this.handOver();
        }
    }

    /** All of it; `head` comes first. */
    whole(head = ""): Blob {
        this.handOver();
        return new Blob([head, ...this.parts]);
    }

    private handOver(): void {
        this.parts.push(new Blob(this.gathered));
        this.gathered = [];
        this.length = 0;
    }
}
