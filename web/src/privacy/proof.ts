// Tries all ways out, one after the other, and says what became of each.
import { CHANNELS, type Channel } from "./channels.ts";

export type Outcome = "refused" | "missing" | "silent" | "uncovered" | "reached";

export interface Result {
    channel: Channel;
    outcome: Outcome;
    /** The directive that refused it, or why nothing can be said. */
    note: string;
}

/** Belongs to the documentation net TEST-NET-1: no computer has it. */
export const NOBODY = "http://192.0.2.1/proof";

/** The policy that is in force, one directive an entry. */
export function policy(): string[] {
    const meta = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
    return (meta?.getAttribute("content") ?? "").split("; ").filter((part) => part !== "");
}

/** Tries all of them. `told` hears each result as it comes. */
export async function prove(url: string, told: (result: Result) => void): Promise<void> {
    for (const channel of CHANNELS) {
        told(await tryOne(channel, url));
    }
}

async function tryOne(channel: Channel, url: string): Promise<Result> {
    const refused: string[] = [];
    const listen = (event: SecurityPolicyViolationEvent) => refused.push(event.effectiveDirective);
    document.addEventListener("securitypolicyviolation", listen);
    try {
        const attempt = await channel.attempt(`${url}?by=${encodeURIComponent(channel.how)}`);
        // The event comes in a task of its own, behind the failure.
        await new Promise((done) => setTimeout(done, 60));
        attempt.tidy?.();
        if (attempt.reached) {
            return { channel, outcome: "reached", note: "something answered" };
        }
        if (attempt.missing) {
            return { channel, outcome: "missing", note: attempt.missing === true ? "this browser does not have it here" : attempt.missing };
        }
        if (channel.uncovered && refused.length === 0) {
            return { channel, outcome: "uncovered", note: channel.uncovered };
        }
        const by = refused[0] ?? attempt.refused;
        return by ? { channel, outcome: "refused", note: `by ${by}` } : { channel, outcome: "silent", note: channel.silent ?? "no event tells of it" };
    } catch (error) {
        return { channel, outcome: refused.length > 0 ? "refused" : "silent", note: refused[0] ?? (error instanceof Error ? error.message : String(error)) };
    } finally {
        document.removeEventListener("securitypolicyviolation", listen);
    }
}
