// The binary parts that lie in the page's own file as data blocks: base64 of zstd.

import { decompress } from "fzstd";

/** Waits until the browser has read the whole file, because data blocks stand behind the script. */
function wholePage(): Promise<void> {
    if (document.readyState !== "loading") {
        return Promise.resolve();
    }
    return new Promise((done) => document.addEventListener("DOMContentLoaded", () => done(), { once: true }));
}

/** The bytes of a part, such as `binary-validator`. */
export async function binary(id: string): Promise<Uint8Array<ArrayBuffer>> {
    let block = document.getElementById(id);
    if (!block?.nextSibling) {
        await wholePage();
        block = document.getElementById(id);
    }
    if (!block?.textContent) {
        throw new Error(`this page was not saved whole: the part \`${id}\` is missing; get it again with \`tunesmith page\``);
    }
    const text = atob(block.textContent);
    const packed = new Uint8Array(text.length);
    // Not `Uint8Array.from` with a function: it took 130 ms here, and the first check waits for it.
    for (let at = 0; at < text.length; at += 1) {
        packed[at] = text.charCodeAt(at);
    }
    return decompress(packed) as Uint8Array<ArrayBuffer>;
}

/** The names of parts that begin so: the scorers that are in the page are `binary-scorer-NAME`. */
export async function binaryNames(prefix: string): Promise<string[]> {
    await wholePage();
    return Array.from(document.querySelectorAll(`script[id^="${prefix}"]`), (block) => block.id.slice(prefix.length));
}
