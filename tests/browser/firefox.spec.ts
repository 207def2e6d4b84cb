// The same in Firefox, from `file://`: a report is the command line's, scores are its scores, nothing leaves.
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { countingServer } from "./counting_server.ts";
import { drop, openFirefox } from "./firefox.ts";
import { PAGE, ROOT, filesBelow, tunesmith } from "./project.ts";

test.describe.configure({ mode: "serial" });

/** Waits until a download has come, whole. */
async function downloaded(folder: string, name: string): Promise<string> {
    await expect.poll(() => readdirSync(folder).includes(name) && !readdirSync(folder).some((file) => file.endsWith(".part")), { timeout: 60_000 }).toBe(true);
    return readFileSync(join(folder, name), "utf8");
}

test("reports and scores are those of the command line", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tunesmith-firefox-data-"));
    const corpus = filesBelow(join(ROOT, "tests/corpus/openai-chat")).filter((file) => file.endsWith(".jsonl"));
    const text = corpus.map((file) => readFileSync(file, "utf8").trimEnd()).join("\n");
    writeFileSync(join(folder, "data.jsonl"), `${text}\n`);
    const { page, browser, downloads } = await openFirefox(PAGE);
    try {
        await drop(page, [join(folder, "data.jsonl")]);
        await page.waitForSelector('[data-testid="verdict"][data-phase="ready"]', { timeout: 90_000 });
        await page.click("#tab-fixes");
        await page.click('[data-testid="report-json"]');
        const said = tunesmith(["validate", "data.jsonl", "--format", "json"], folder);
        expect(await downloaded(downloads, "data.report.json")).toBe(said.stdout.toString());
        await page.click("#tab-scores");
        const scorer = '[data-testid="scorer"][data-name="text-quality-scorer"]';
        await page.click(`${scorer} [data-testid="run-scorer"]`);
        await page.waitForSelector(`${scorer}[data-phase="done"]`, { timeout: 90_000 });
        await page.click(`${scorer} [data-testid="download-scores"]`);
        const plugin = join(process.env.TUNESMITH_PLUGINS ?? join(ROOT, "target/plugins"), "text-quality-scorer.wasm");
        const scored = tunesmith(["score", "data.jsonl", "--no-cache", "--plugin", plugin, "-o", "-"], folder);
        expect(await downloaded(downloads, "data.jsonl.scores.jsonl")).toBe(scored.stdout.toString());
    } finally {
        await browser.close();
    }
});

test("nothing arrives, over any way out", async () => {
    const server = await countingServer();
    const { page, browser } = await openFirefox(PAGE);
    try {
        await page.evaluate(() => Array.from(document.querySelectorAll("button")).find((button) => button.textContent?.includes("Prove it is private"))?.click());
        await page.waitForSelector('[data-testid="proof-url"]');
        await page.evaluate((origin) => {
            const field = document.querySelector<HTMLInputElement>('[data-testid="proof-url"]')!;
            field.value = `${origin}/`;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }, server.origin);
        await page.click('[data-testid="prove"]');
        await page.waitForSelector('[data-testid="proof-result"]', { timeout: 90_000 });
        expect(Object.fromEntries(server.arrivals)).toEqual({});
        expect(server.packets()).toBe(0);
    } finally {
        await browser.close();
        await server.close();
    }
});
