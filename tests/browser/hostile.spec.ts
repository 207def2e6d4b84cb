// Plugins that misbehave: what the user sees, and that one bad record costs no other.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Page, expect, test } from "@playwright/test";
import { countingServer } from "./counting_server.ts";
import { give, openPage } from "./opened_page.ts";
import { GUESTS, PAGE, tunesmith } from "./project.ts";

/** Guests misbehave on the marked record, which stands in the middle of others. */
const MARKED = 20;
const RECORDS = 40;

const record = (text: string) => JSON.stringify({ messages: [{ role: "user", content: text }, { role: "assistant", content: "Yes." }] });

async function withDataset(page: Page): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "tunesmith-hostile-"));
    const text = Array.from({ length: RECORDS }, (_, at) => record(at + 1 === MARKED ? "guest:misbehave" : `question ${at}`));
    writeFileSync(join(folder, "data.jsonl"), `${text.join("\n")}\n`);
    await openPage(page);
    await give(page, join(folder, "data.jsonl"));
    await page.locator("#tab-scores").click();
    return folder;
}

function guest(name: string): string {
    const file = join(GUESTS, `${name}.wasm`);
    if (!existsSync(file)) {
        throw new Error(`${file} is missing; \`cargo xtask test\` builds it`);
    }
    return file;
}

/** The lines that a scorer of the user wrote. */
async function scoreWith(page: Page, name: string): Promise<string> {
    await page.getByTestId("plugin-input").setInputFiles(guest(name));
    const scorer = page.getByTestId("scorer").last();
    await expect(scorer).not.toHaveAttribute("data-phase", "loading", { timeout: 30_000 });
    await scorer.getByTestId("run-scorer").click();
    await expect(scorer).toHaveAttribute("data-phase", "done", { timeout: 90_000 });
    const waiting = page.waitForEvent("download");
    await scorer.getByTestId("download-scores").click();
    return readFileSync(await (await waiting).path(), "utf8");
}

// Every guest that can be loaded: the page writes what the command line writes, to the byte, the reason of each failure too.
for (const name of ["scorer_ok", "scorer_leaks", "scorer_panics", "scorer_nan", "scorer_too_few", "scorer_fails_always", "scorer_recurses", "scorer_floods", "scorer_hoards", "scorer_loops"]) {
    test(`${name}: the page says what the command line says`, async ({ page }) => {
        const folder = await withDataset(page);
        const said = tunesmith(["score", "data.jsonl", "--no-cache", "--plugin", guest(name), "-o", "-"], folder).stdout.toString();
        expect(said.trimEnd().split("\n")).toHaveLength(RECORDS);
        expect(await scoreWith(page, name)).toBe(said);
    });
}

for (const [name, told] of [
    ["scorer_asks_network", "`scorer_asks_network.wasm` wants what a plugin does not get: `wasi:sockets/instance-network@0.2.0` (the network)"],
    ["not_a_plugin", "`not_a_plugin.wasm` is WebAssembly but no tunesmith plugin"],
    ["judge_ok", "`judge_ok.wasm` is a judge"],
    ["generator_ok", "`generator_ok.wasm` is a generator"],
] as const) {
    test(`${name} is refused before anything of it runs`, async ({ page }) => {
        await withDataset(page);
        await page.getByTestId("plugin-input").setInputFiles(guest(name));
        await expect(page.getByTestId("scorer-failure")).toContainText(told);
    });
}

test("HTML that a plugin writes is text: it loads nothing and leads nowhere", async ({ page }) => {
    const server = await countingServer();
    const file = (name: string) => `${server.origin}/${name}`;
    await openPage(page);
    await give(page, { name: "data.jsonl", mimeType: "application/x-ndjson", buffer: Buffer.from(`${record(file("a"))}\n${record(file("refuse"))}\n`) });
    await page.locator("#tab-scores").click();
    const lines = (await scoreWith(page, "scorer_writes_html")).trimEnd().split("\n").map((line) => JSON.parse(line));
    expect(lines[0].scores["html-scorer"].note).toContain("note-refresh");
    expect(lines[1].failed["html-scorer"]).toContain("error-script");
    for (const line of ["1", "2"]) {
        await page.getByTestId("jump").fill(line);
        await page.getByTestId("jump").press("Enter");
        await expect(page.getByTestId("record")).toHaveAttribute("data-line", line);
        await expect(page.getByTestId("record-scores")).toContainText(line === "1" ? "note-script" : "error-script");
    }
    await expect(page.locator('a[href*="127.0.0.1"], img[src*="127.0.0.1"], iframe')).toHaveCount(0);
    expect(page.url()).toBe(PAGE);
    expect([server.connections(), server.arrivals.size]).toEqual([0, 0]);
    await server.close();
});
