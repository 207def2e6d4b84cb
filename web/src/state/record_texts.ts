// What a record says now: as it is in the file, with the user's edit, and with the fixes that are switched on.
import { type FixedRecord, type ProfileSummary, fixRecord } from "../generated/tunesmith_web.js";
import type { Offer } from "../fixes/offers.ts";
import type { Edits } from "./edits.svelte.ts";
import { session } from "./session.svelte.ts";

/** How fixes are chosen for the rules of the profile in view. */
export function fixOptions(edits: Edits): string {
    const { safeFixes, fixes, removeUnreadable, removeDuplicates, texts } = edits.now;
    return JSON.stringify({
        profile: session.profiles[session.profile] ?? "openai",
        rules: session.rules,
        safeFixes: [...safeFixes],
        fixes: [...fixes],
        removeUnreadable,
        removeDuplicates,
        edits: Array.from(texts, ([offset, text]) => ({ offset, text })),
    });
}

/** A record as these fixes alone would write it. */
export function fixedBy(record: Uint8Array, offer: Pick<Offer, "rule" | "safety">, container: ProfileSummary["container"]): FixedRecord {
    const profile = session.profiles[session.profile] ?? "openai";
    const chosen = offer.safety === "safe" ? { safeFixes: [offer.rule], fixes: [] } : { fixes: [offer.rule] };
    return fixRecord(record, JSON.stringify({ profile, rules: session.rules, ...chosen }), container);
}

/** The record with the user's edit, if it has one; null if it was taken out. */
export function edited(original: Uint8Array, offset: number, edits: Edits): Uint8Array | null {
    const text = edits.now.texts.get(offset);
    if (text === undefined) {
        return original;
    }
    return text === null ? null : new TextEncoder().encode(text);
}

export function textOf(record: Uint8Array): string {
    return new TextDecoder().decode(record);
}
