// What is said of a file in one sentence.
import type { OpenFile } from "../../state/open_file.svelte.ts";
import { bytes, counted, profileName, share } from "../../state/words.ts";
import type { IconName } from "../frame/Icon.svelte";

export interface Verdict {
    kind: "good" | "warning" | "error" | "plain";
    icon: IconName;
    title: string;
    note: string | null;
}

export function verdictOf(file: OpenFile, profile: number): Verdict {
    switch (file.phase) {
        case "unpacking":
            return { kind: "plain", icon: "clock", title: `Unpacking ${file.name} …`, note: bytes(file.size) };
        case "checking":
            if (file.waits) {
                return { kind: "plain", icon: "clock", title: `${file.name} waits`, note: "Another file is read first." };
            }
            return { kind: "plain", icon: "clock", title: `Checking ${file.name} …`, note: bytes(file.size) };
        case "failed":
            return { kind: "error", icon: "error", title: `${file.name} could not be checked`, note: file.failure };
        case "cancelled": {
            const { done, total, records } = file.progress ?? { done: 0, total: 0, records: 0 };
            const seen = `Stopped after ${counted(records, "record")} (${share(done, total)} of the file).`;
            const kept = file.checked ? " What is shown is from the check before." : " Nothing is known of the rest; check again to see findings.";
            return { kind: "plain", icon: "stop", title: "The check was stopped", note: seen + kept };
        }
        case "counting":
        case "ready": {
            const name = file.checkedProfiles[profile] ?? file.checkedProfiles[0] ?? "openai";
            return ofSummary(file, profile, profileName(name));
        }
    }
}

function ofSummary(file: OpenFile, profile: number, name: string): Verdict {
    const summary = file.summary(profile);
    if (!summary) {
        return { kind: "plain", icon: "info", title: "Nothing is known of this file yet", note: null };
    }
    return sentence(summary, name);
}

/** The sentence for what a profile says. */
export function sentence(summary: { records: number; errors: number; warnings: number; rules: { errors: number }[] }, name: string): Verdict {
    const kinds = summary.rules.filter((rule) => rule.errors > 0).length;
    if (summary.errors > 0) {
        return { kind: "error", icon: "error", title: `${counted(kinds, "thing")} to fix before ${name} takes it`, note: null };
    }
    if (summary.records === 0) {
        return { kind: "error", icon: "error", title: "There is nothing to train on in this file", note: null };
    }
    if (summary.warnings > 0) {
        return { kind: "warning", icon: "warning", title: `Ready for ${name}, with ${counted(summary.warnings, "warning")} to look at`, note: null };
    }
    return { kind: "good", icon: "good", title: `Ready for ${name}`, note: null };
}
