// One open file as the page sees it: how far it is, what was found, what is shown of it.
import type { Checked, FileId, Progress, RecordFilter } from "../engine/protocol.ts";
import type { Finding, ProfileSummary } from "../generated/tunesmith_web.js";
import type { Trouble } from "./kinds.ts";

/** `counting`: the verdict is known, tokens are being counted. */
export type Phase = "unpacking" | "checking" | "counting" | "ready" | "cancelled" | "failed";

export class OpenFile {
    phase = $state<Phase>("checking");
    /** Of unpacking and checking. */
    progress = $state.raw<Progress | null>(null);
    /** Of searching and writing. */
    work = $state.raw<Progress | null>(null);
    /** Bytes when it is unpacked; null until it was opened. */
    bytes = $state<number | null>(null);
    /** What the last whole check found; stays while the next one runs. */
    checked = $state.raw<Checked | null>(null);
    /** Milliseconds of all passes of the last check: structure, then tokens. */
    took = $state(0);
    /** The profiles that `checked` is about. */
    checkedProfiles = $state.raw<string[]>([]);
    /** Findings of the profile in view. */
    findings = $state.raw<Finding[]>([]);
    /** Why it could not be read. */
    failure = $state<string | null>(null);
    /** Why it is not a dataset, and what to do. */
    trouble = $state.raw<Trouble | null>(null);
    filter = $state.raw<RecordFilter>({});
    /** How many records pass the filter. */
    shown = $state(0);
    /** Goes up whenever lines of the list may look different. */
    generation = $state(0);
    /** The record that is looked at, by its place among all records. */
    selected = $state<number | null>(null);
    /** The finding that is looked at. */
    finding = $state.raw<Finding | null>(null);
    /** Scorers that gave its records scores, in the order they ran. */
    scorers = $state.raw<string[]>([]);
    /** Compare with the records of this file. */
    against = $state<FileId | null>(null);
    /** Profiles, rules or model were changed since it was checked. */
    stale = $state(false);
    /** Another file is read before it. */
    waits = $state(false);
    /** The check that runs was told to stop. */
    stopping = false;
    /** Ends its waiting. */
    wake = () => {};
    /** Goes up with each check that is asked for; the last one counts. */
    turn = 0;
    /** The check that runs now. */
    running: Promise<void> | null = null;

    constructor(
        readonly id: FileId,
        readonly name: string,
        /** Bytes on the disk. */
        readonly size: number,
    ) {}

    /** Takes in how far something is. */
    hear(progress: Progress): void {
        if (progress.phase === "unpacking" || progress.phase === "checking") {
            this.progress = progress;
            if (progress.phase === "unpacking" && this.phase === "checking") {
                this.phase = "unpacking";
            }
        } else {
            this.work = progress;
        }
    }

    get records(): number {
        return this.checked?.summaries[0]?.records ?? this.progress?.records ?? 0;
    }

    get busy(): boolean {
        return this.phase === "unpacking" || this.phase === "checking" || this.phase === "counting";
    }

    /** What the profile of this place says, if the check was about it. */
    summary(profile: number): ProfileSummary | null {
        return this.checked?.summaries[profile] ?? this.checked?.summaries[0] ?? null;
    }
}
