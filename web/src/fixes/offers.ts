// Which fixes the rules offer for what was found, by rule.
import type { Finding } from "../generated/tunesmith_web.js";

export interface Offer {
    rule: string;
    /** Unsafe if any of its fixes is: the meaning of the data may change. */
    safety: "safe" | "unsafe";
    /** What its fixes do, each once. */
    titles: string[];
    /** Findings that have a fix, in the order of the file. */
    findings: Finding[];
}

/** Safe ones first, then by how many they are. */
export function offers(findings: Finding[]): Offer[] {
    const byRule = new Map<string, Offer>();
    for (const finding of findings) {
        if (!finding.fix) {
            continue;
        }
        const { safety, title } = finding.fix;
        const offer = byRule.get(finding.rule) ?? { rule: finding.rule, safety, titles: [], findings: [] };
        byRule.set(finding.rule, offer);
        offer.findings.push(finding);
        if (safety === "unsafe") {
            offer.safety = "unsafe";
        }
        if (!offer.titles.includes(title) && offer.titles.length < 4) {
            offer.titles.push(title);
        }
    }
    const rank = (offer: Offer) => (offer.safety === "safe" ? 0 : 1);
    return [...byRule.values()].sort((a, b) => rank(a) - rank(b) || b.findings.length - a.findings.length || (a.rule < b.rule ? -1 : 1));
}
