// Nothing leaves the page: the page's own attempts, counted by a server on loopback, with the policy and without it.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Page, expect, test } from "@playwright/test";
import { type CountingServer, countingServer } from "./counting_server.ts";
import { PAGE } from "./project.ts";

/** Ways out that no server hears of from a page that was opened as a file, whatever the policy; all others must arrive, or the first test proves nothing. */
const NEVER_HEARD: Record<string, string> = {
    WebTransport: "speaks HTTP/3 only, to servers with a certificate",
    "<link rel=manifest>": "browsers read it when a page is installed",
    "<link rel=preconnect>": "opens a connection and sends nothing",
    "<link rel=dns-prefetch>": "looks up a name, and an address has none",
    "new Worker(url)": "a worker must come from the page's own address",
};

const POLICY = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

interface Tried {
    /** How it was tried, as the server hears it. */
    how: string;
    outcome: string;
}

/** Lets the page try every way out against the server. */
async function prove(page: Page, address: string, server: CountingServer): Promise<Tried[]> {
    await page.goto(address);
    await page.getByRole("button", { name: "Prove it is private" }).click();
    await page.getByTestId("proof-url").fill(`${server.origin}/`);
    await page.getByTestId("prove").click();
    await expect(page.getByTestId("proof-result")).toBeVisible({ timeout: 60_000 });
    const rows = page.getByTestId("proof-table").locator("tbody tr");
    return rows.evaluateAll((found) => found.map((row) => ({ how: row.querySelector("code")?.textContent ?? "", outcome: row.getAttribute("data-outcome") ?? "" })));
}

test("with the policy nothing arrives, over any way out", async ({ page }) => {
    const server = await countingServer();
    const tried = await prove(page, PAGE, server);
    expect(tried.length).toBeGreaterThan(30);
    expect(Object.fromEntries(server.arrivals)).toEqual({});
    expect(server.packets()).toBe(0);
    expect(tried.filter(({ outcome }) => outcome === "reached")).toEqual([]);
    await server.close();
});

test("without the policy the same attempts arrive", async ({ page }) => {
    const server = await countingServer();
    const whole = readFileSync(fileURLToPath(PAGE), "utf8");
    expect(whole.match(POLICY)).not.toBeNull();
    const bare = join(mkdtempSync(join(tmpdir(), "tunesmith-bare-")), "tunesmith.html");
    writeFileSync(bare, whole.replace(POLICY, ""));
    const tried = await prove(page, pathToFileURL(bare).href, server);
    const silent = tried.filter(({ how, outcome }) => outcome !== "missing" && !(how in NEVER_HEARD) && !server.arrivals.has(how));
    expect(silent).toEqual([]);
    expect(server.packets(), "calls between browsers").toBeGreaterThan(0);
    await server.close();
});
