// Which fixes the rules offer for what was found, by rule and by whether they are safe.
import type { Finding } from "../generated/tunesmith_web.js";

export type Safety = "safe" | "unsafe";

/** A rule that has both kinds is offered twice. */
export interface Offer {
    rule: string;
    /** Unsafe: the meaning of the data may change. */
    safety: Safety;
    /** What its fixes do, each once. */
    titles: string[];
    /** Findings that have a fix, in the order of the file. */
    findings: Finding[];
}

/** Safe ones first, then by how many they are. */
export function offers(findings: Finding[]): Offer[] {
    const all = new Map<string, Offer>();
    for (const finding of findings) {
        if (!finding.fix) {
            continue;
        }
        const { safety, title } = finding.fix;
        const key = `${finding.rule} ${safety}`;
        const offer = all.get(key) ?? { rule: finding.rule, safety, titles: [], findings: [] };
        all.set(key, offer);
        offer.findings.push(finding);
        if (!offer.titles.includes(title) && offer.titles.length < 4) {
            offer.titles.push(title);
        }
    }
    const rank = (offer: Offer) => (offer.safety === "safe" ? 0 : 1);
    return [...all.values()].sort((a, b) => rank(a) - rank(b) || b.findings.length - a.findings.length || (a.rule < b.rule ? -1 : 1));
}
