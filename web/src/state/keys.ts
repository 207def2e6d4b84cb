// The keys of the page: one table for what acts on them and for the help sheet.
//
// A part adds its keys with `$effect(() => addKeys([...]))`; they are gone when the part is.
import { remembered } from "./settings.ts";

export type KeyPlace = "everywhere" | "findings" | "records" | "record" | "fixes";

export interface Key {
    /** As `KeyboardEvent.key` says it, with `Ctrl+` before it where needed; `Ctrl` is also the command key. Several mean the same. */
    keys: string[];
    /** What it does, for the help sheet. */
    what: string;
    /** Where the help sheet lists it. */
    where: KeyPlace;
    /** Does it; a key without is only listed (a part acts on it itself). */
    run?: () => void;
    /** Whether it acts now. */
    when?: () => boolean;
    /** Acts also while text is typed. */
    whileTyping?: boolean;
}

let table: Key[] = [];
let letters = remembered().letters;

/** All keys, in the order they were added. */
export function keyTable(): readonly Key[] {
    return table;
}

/** Adds keys; what it gives back takes them away again. */
export function addKeys(keys: Key[]): () => void {
    table = [...table, ...keys];
    return () => {
        table = table.filter((key) => !keys.includes(key));
    };
}

/** Switches single letters on or off. */
export function setLetters(on: boolean): void {
    letters = on;
}

/** What was pressed, as the table names it. */
function pressed(event: KeyboardEvent): string {
    const held = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}`;
    // Shift is part of `?`, but not of `Ctrl+Shift+Z`.
    const shift = event.shiftKey && (held || event.key.length > 1) ? "Shift+" : "";
    return held + shift + (held && event.key.length === 1 ? event.key.toUpperCase() : event.key);
}

function isTyping(target: EventTarget | null): boolean {
    if (!(target instanceof HTMLElement)) {
        return false;
    }
    const field = target.closest("input, textarea, select, [contenteditable='true']");
    return field !== null && !(field instanceof HTMLInputElement && ["checkbox", "radio", "button", "file"].includes(field.type));
}

/** Acts on a key; for the window. */
export function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) {
        return;
    }
    const name = pressed(event);
    const isLetter = event.key.length === 1 && name === event.key;
    const typing = isTyping(event.target);
    // A sheet that is open keeps the keys to itself.
    const sheet = document.querySelector("dialog[open]");
    if ((isLetter && !letters) || sheet) {
        return;
    }
    // What was added last is nearest.
    for (const key of table.toReversed()) {
        if (key.run && key.keys.includes(name) && (!typing || key.whileTyping) && (key.when?.() ?? true)) {
            event.preventDefault();
            key.run();
            return;
        }
    }
}
