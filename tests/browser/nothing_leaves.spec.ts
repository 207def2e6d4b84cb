// Nothing leaves the page: the page's own attempts, counted by a server on loopback, with the policy and without it.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Page, expect, test } from "@playwright/test";
import { type CountingServer, countingServer } from "./counting_server.ts";
import { PAGE } from "./project.ts";

const POLICY = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

/** Lets the page try every channel against the server; gives how it sums up. */
async function prove(page: Page, address: string, server: CountingServer): Promise<void> {
    await page.goto(address);
    await page.getByTestId("prove-it").click();
    await page.getByTestId("prove-address").fill(server.origin);
    await page.getByTestId("prove-run").click();
    await expect(page.getByTestId("proof")).toHaveAttribute("data-state", "done", { timeout: 60_000 });
}

async function channels(page: Page): Promise<{ name: string; outcome: string }[]> {
    const rows = page.getByTestId("channel");
    return rows.evaluateAll((found) => found.map((row) => ({ name: row.getAttribute("data-channel") ?? "", outcome: row.getAttribute("data-outcome") ?? "" })));
}

test("with the policy nothing arrives, over any channel", async ({ page }) => {
    const server = await countingServer();
    await prove(page, PAGE, server);
    const tried = await channels(page);
    expect(tried.length).toBeGreaterThan(15);
    expect(Object.fromEntries(server.arrivals)).toEqual({});
    expect(server.packets()).toBe(0);
    expect(tried.filter(({ outcome }) => outcome === "open")).toEqual([]);
    await server.close();
});

test("without the policy the same attempts arrive", async ({ page }) => {
    const server = await countingServer();
    const whole = readFileSync(fileURLToPath(PAGE), "utf8");
    expect(whole.match(POLICY)).not.toBeNull();
    const bare = join(mkdtempSync(join(tmpdir(), "tunesmith-bare-")), "tunesmith.html");
    writeFileSync(bare, whole.replace(POLICY, ""));
    await prove(page, pathToFileURL(bare).href, server);
    const tried = await channels(page);
    // What this browser does not offer to a page from file:// can not arrive; everything else must, or the other test proves nothing.
    const offered = tried.filter(({ outcome }) => outcome !== "not-offered").map(({ name }) => name);
    const silent = offered.filter((name) => name !== "webrtc" && !server.arrivals.has(name));
    expect(silent).toEqual([]);
    expect(offered.length).toBeGreaterThan(12);
    if (offered.includes("webrtc")) {
        expect(server.packets()).toBeGreaterThan(0);
    }
    await server.close();
});
