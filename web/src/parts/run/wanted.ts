// Which rows of a run are shown.
import type { RowStatus, RunRow } from "../../state/run.ts";

export interface Wanted {
    status: RowStatus | "";
    stage: string;
    /** In the name of the row, or in what was said of it. */
    text: string;
}

export function isWanted(row: RunRow, { status, stage, text }: Wanted): boolean {
    const find = text.trim().toLowerCase();
    return (status === "" || row.status === status) && (stage === "" || row.stage === stage) && (find === "" || row.row.toLowerCase().includes(find) || (row.reason ?? "").toLowerCase().includes(find));
}
