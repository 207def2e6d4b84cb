// Bad input gets a message that helps; the page goes on working.
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { type Given, give, lines, openPage, verdict } from "./opened_page.ts";

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
