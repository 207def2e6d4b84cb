// Bad input gets a message that helps; the page goes on working.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { type Given, give, lines, openPage, verdict, withoutPieceWorkers } from "./opened_page.ts";
import { PAGE } from "./project.ts";

const file = (name: string, bytes: Buffer): Given => ({ name, mimeType: "application/octet-stream", buffer: bytes });
const good = '{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}\n';

const NO_DATASET: [string, Given, string][] = [
    ["a PDF renamed", file("data.jsonl", Buffer.from("%PDF-1.4\n%\u00e2\u00e3")), "is a PDF"],
    ["a ZIP", file("data.jsonl", Buffer.from("PK\u0003\u0004....")), "ZIP"],
    ["a Parquet file", file("data.parquet", Buffer.from("PAR1abcdPAR1")), "Parquet"],
    ["a database", file("run.db", Buffer.from("SQLite format 3\0")), "database"],
    ["a picture", file("cat.jsonl", Buffer.from("\u0089PNG\r\n\u001a\n", "latin1")), "picture"],
    ["a file of 0 bytes", file("empty.jsonl", Buffer.alloc(0)), "is empty"],
];

for (const [what, given, told] of NO_DATASET) {
    test(`${what} is named, and another file can be opened`, async ({ page }) => {
        await openPage(page);
        await page.getByTestId("file-input").first().setInputFiles(given as { name: string; mimeType: string; buffer: Buffer });
        await expect(page.getByTestId("trouble")).toContainText(told);
        await give(page, lines("good.jsonl", ...Array.from({ length: 10 }, () => good.trim())));
    });
}

test("text that is no JSON is told line by line", async ({ page }) => {
    await openPage(page);
    await give(page, file("notes.txt", Buffer.from("Dear diary,\ntoday nothing happened.\n")));
    await expect(page.getByTestId("verdict")).toContainText("fix");
    await expect(page.getByTestId("findings")).toContainText("json-syntax");
});

test("a bad line never stops the load", async ({ page }) => {
    await openPage(page);
    await give(page, file("mixed.jsonl", Buffer.from(`${good}\u0000\u0001{{{{\n${"[".repeat(100_000)}\n${good}`)));
    await expect(page.getByTestId("shown")).toContainText("4");
});

test("a packed file is unpacked, a damaged one is told", async ({ page }) => {
    await openPage(page);
    const packed = gzipSync(Buffer.from(good.repeat(50)));
    await give(page, file("data.jsonl.gz", packed));
    await expect(page.getByTestId("shown")).toContainText("50");
    await page.getByTestId("file-input").first().setInputFiles({ name: "cut.jsonl.gz", mimeType: "application/gzip", buffer: packed.subarray(0, packed.length - 12) });
    await verdict(page, "failed");
});

test("what a record says is text, never markup, and loads nothing", async ({ page }) => {
    const asked: string[] = [];
    page.on("request", (request) => {
        if (!request.url().startsWith("file:") && !request.url().startsWith("blob:") && !request.url().startsWith("data:")) {
            asked.push(request.url());
        }
    });
    await openPage(page);
    const evil = '<img src="http://127.0.0.1:9/x" onerror="document.title=1"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><a href="http://127.0.0.1:9/">go</a>';
    await give(page, lines("evil.jsonl", { messages: [{ role: "user", content: evil }, { role: "assistant", content: [{ type: "image_url", image_url: { url: "http://127.0.0.1:9/i.png" } }] }] }));
    await page.getByTestId("record-list").focus();
    await page.keyboard.press("ArrowUp");
    await expect(page.getByTestId("record")).toContainText("onerror");
    expect(await page.title()).toContain("tunesmith");
    expect(asked).toEqual([]);
});

test("files come by drop, by paste, and as a folder", async ({ page }) => {
    await openPage(page);
    const dropped = await page.evaluateHandle((text) => {
        const data = new DataTransfer();
        data.items.add(new File([text], "dropped.jsonl"));
        return data;
    }, good);
    await page.dispatchEvent("#app", "drop", { dataTransfer: dropped });
    await verdict(page);
    await page.evaluate((text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, good.repeat(3));
    const tabs = page.getByRole("navigation", { name: "Open files" });
    await expect(tabs).toContainText("pasted.jsonl");
    const folder = mkdtempSync(join(tmpdir(), "tunesmith-folder-"));
    mkdirSync(join(folder, "deep"));
    writeFileSync(join(folder, "a.jsonl"), good);
    writeFileSync(join(folder, "deep/b.json"), `[${good.trim()}]`);
    writeFileSync(join(folder, "cat.png"), "no dataset");
    writeFileSync(join(folder, "manifest.json"), "{}");
    await page.getByTestId("folder-input").first().setInputFiles(folder);
    await expect(tabs).toContainText("b.json");
    await verdict(page);
    for (const [name, there] of [["dropped.jsonl", true], ["a.jsonl", true], ["cat.png", false], ["manifest.json", false]] as const) {
        expect((await tabs.textContent())?.includes(name), name).toBe(there);
    }
});

for (const [lack, take] of [
    ["WebAssembly", () => delete (globalThis as { WebAssembly?: unknown }).WebAssembly],
    ["workers", () => delete (globalThis as { Worker?: unknown }).Worker],
    ["JavaScript of 2024", () => delete (Promise as { withResolvers?: unknown }).withResolvers],
] as const) {
    test(`a browser without ${lack} is told so`, async ({ page }) => {
        await page.addInitScript(take);
        await page.goto(PAGE);
        await expect(page.getByTestId("lacking")).toContainText(`It lacks: ${lack}.`);
        await expect(page.getByTestId("file-input")).toHaveCount(0);
    });
}

test("a check can be stopped and begun again; changes stay", async ({ page }) => {
    await openPage(page, { model: "gpt-4o-mini-2024-07-18" });
    const path = join(mkdtempSync(join(tmpdir(), "tunesmith-stop-")), "long.jsonl");
    const record = (at: number) => good.replace('"a"', JSON.stringify(`question ${at} `.repeat(40)));
    writeFileSync(path, Array.from({ length: 60_000 }, (_, at) => record(at)).join(""));
    // The list is there once the structure is checked, while the tokens are counted. Pressed by the page itself, at once: counting may not take long.
    const stopped = page.evaluate(() => {
        return new Promise<void>((done) => {
            const watch = new MutationObserver(() => {
                if (document.querySelector('[data-testid="verdict"][data-phase="counting"]')) {
                    document.querySelector<HTMLButtonElement>('[data-testid="stop"]')?.click();
                    watch.disconnect();
                    done();
                }
            });
            watch.observe(document.body, { subtree: true, childList: true, attributes: true });
        });
    });
    await page.getByTestId("file-input").first().setInputFiles(path);
    await stopped;
    await verdict(page, "cancelled");
    await page.getByTestId("jump").fill("7");
    await page.getByTestId("jump").press("Enter");
    await page.getByTestId("remove-record").click();
    await expect(page.getByTestId("record-actions")).toContainText("taken out");
    await page.getByTestId("check-again").click();
    await verdict(page);
    await expect(page.getByTestId("record-actions")).toContainText("taken out");
});

test("without piece workers a file is checked all the same", async ({ page }) => {
    await withoutPieceWorkers(page, "failing");
    await openPage(page);
    await give(page, file("long.jsonl", Buffer.from(good.repeat(5_000))));
    await expect(page.getByTestId("shown")).toContainText("5,000");
});
