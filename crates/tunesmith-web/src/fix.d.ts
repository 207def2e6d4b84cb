// What `fix.rs` writes and reads as JSON.

/** What is changed when a file is written anew. */
export interface FixOptions {
    /** Name of the profile whose rules offer the fixes. */
    profile: string;
    /** Levels of rules that differ from the profile; a rule that is off offers no fix. */
    rules?: Record<string, "off" | "warning" | "error">;
    /** Rules whose fixes are carried out, those too that may alter the meaning. */
    fixes: string[];
    /** Rules of which only fixes that keep the meaning are carried out. */
    safeFixes?: string[];
    /** Takes records out that can not be read. */
    removeUnreadable?: boolean;
    /** Takes records out that say the same as one before them. */
    removeDuplicates?: boolean;
    /** What was changed by hand; fixes are carried out in it too. */
    edits?: RecordEdit[];
}

export interface RecordEdit {
    /** Where the record begins in the original, as the list of records has it. */
    offset: number;
    /** What is written in its place, on one line; well-formed (`String.prototype.toWellFormed`). Null or blank takes the record out. */
    text: string | null;
}

export interface AppliedFix {
    rule: string;
    title: string;
    safety: "safe" | "unsafe";
}

/** A record as it would be written. */
export interface FixedRecord {
    /** Bytes that are not UTF-8 are shown as U+FFFD. */
    text: string;
    /** The fixes that made it so, each once, in order. */
    applied: AppliedFix[];
    /** Whether there are bytes that are not UTF-8; in the file they stay as they are. */
    lossy: boolean;
    /** Whether it is taken out because it can not be read. */
    takenOut: boolean;
}
