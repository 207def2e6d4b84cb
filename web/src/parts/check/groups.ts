// Findings by rule, worst first; and the order in which one steps through them.
import type { Catalogue, Finding, ProfileSummary, Severity } from "../../generated/tunesmith_web.js";

export interface Group {
    rule: string;
    /** In plain words. */
    meaning: string;
    severity: Severity;
    /** All of them; exact. */
    count: number;
    /** Those that were kept. */
    findings: Finding[];
}

const ORDER: Severity[] = ["error", "warning", "info"];

/** Groups of a profile whose rule or meaning has this text in it. */
export function groupsOf(summary: ProfileSummary | null, findings: Finding[], catalogue: Catalogue | null, text: string): Group[] {
    const byRule = new Map<string, Finding[]>();
    for (const finding of findings) {
        const others = byRule.get(finding.rule);
        if (others) {
            others.push(finding);
        } else {
            byRule.set(finding.rule, [finding]);
        }
    }
    const meanings = new Map(catalogue?.rules.map((rule) => [rule.name, rule.summary]));
    const groups = (summary?.rules ?? []).map(({ rule, errors, warnings, infos }): Group => {
        const severity = errors > 0 ? "error" : warnings > 0 ? "warning" : "info";
        return { rule, meaning: meanings.get(rule) ?? rule, severity, count: errors + warnings + infos, findings: byRule.get(rule) ?? [] };
    });
    return groups.filter((group) => matches(group.rule, group.meaning, text)).sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.count - a.count || a.rule.localeCompare(b.rule));
}

export function matches(rule: string, meaning: string, text: string): boolean {
    const wanted = text.trim().toLowerCase();
    return wanted === "" || rule.includes(wanted) || meaning.toLowerCase().includes(wanted);
}

/** The finding after (or before) one, in the order of the groups; the first if there is none to begin at. */
export function stepFrom(groups: Group[], from: Finding | null, by: 1 | -1): Finding | null {
    const all = groups.flatMap(({ findings }) => findings);
    const at = from ? all.indexOf(from) : -1;
    if (at < 0) {
        return (by > 0 ? all[0] : all.at(-1)) ?? null;
    }
    return all[(at + by + all.length) % all.length] ?? null;
}
