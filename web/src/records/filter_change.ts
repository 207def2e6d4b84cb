// Changes a filter in some of its parts.
import type { RecordFilter } from "../engine/protocol.ts";

/** Parts of a filter; what is undefined is taken away. */
export type FilterChange = { [Part in keyof RecordFilter]?: RecordFilter[Part] | undefined };

export function changed(filter: RecordFilter, change: FilterChange): RecordFilter {
    const parts = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined);
    return Object.fromEntries(parts) as RecordFilter;
}
