// What the parts of a record need to know besides their own piece of it.
import { getContext, setContext } from "svelte";
import type { SearchQuery } from "../../engine/protocol.ts";
import type { Finding } from "../../generated/tunesmith_web.js";

export interface Look {
    /** The record as it is now. */
    readonly bytes: Uint8Array;
    /** What was found in it; places are counted from its first byte. */
    readonly findings: Finding[];
    /** The finding in view. */
    readonly marked: Finding | null;
    readonly query: SearchQuery | undefined;
    choose(finding: Finding): void;
}

const KEY = Symbol("look");

export function setLook(look: Look): void {
    setContext(KEY, look);
}

export function getLook(): Look {
    return getContext<Look>(KEY);
}

/** Whether a finding is about what this pointer names, or something in it. */
export function isAbout(finding: Finding, pointer: string): boolean {
    return finding.pointer === pointer || finding.pointer.startsWith(`${pointer}/`);
}
