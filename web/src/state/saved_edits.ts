// Keeps changes in the browser's own database, so that they survive a reload. Where the browser has none for this page, nothing is kept.
import { createStore, del, get, set } from "idb-keyval";

/** Changes as plain data. */
export interface Saved {
    texts: [number, string | null][];
    safeFixes: string[];
    fixes: string[];
    removeUnreadable: boolean;
    removeDuplicates: boolean;
}

let store: ReturnType<typeof createStore> | null | undefined;

function database(): ReturnType<typeof createStore> | null {
    if (store === undefined) {
        try {
            store = createStore("tunesmith", "edits");
        } catch {
            store = null;
        }
    }
    return store;
}

/** What was kept under this key; nothing if there is nothing, or the browser keeps nothing. */
export async function load(key: string): Promise<Saved | undefined> {
    const place = database();
    return place ? get<Saved>(key, place).catch(() => undefined) : undefined;
}

export async function save(key: string, saved: Saved): Promise<void> {
    const place = database();
    await (place && set(key, saved, place).catch(() => {}));
}

export async function forget(key: string): Promise<void> {
    const place = database();
    await (place && del(key, place).catch(() => {}));
}
