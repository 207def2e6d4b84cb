// Doing: fixes, edits and what is downloaded; the command line must agree with each file.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Page, expect, test } from "@playwright/test";
import { download, give, openPage, verdict } from "./opened_page.ts";
import { tunesmith } from "./project.ts";

/** Records with a trailing comma, a wrong role, a duplicate, broken JSON, and good ones. */
const MIXED = [
    '{"messages":[{"role":"user","content":"What is two and two?"},{"role":"assistant","content":"Four."}]}',
    '{"messages":[{"role":"user","content":"Name a colour."},{"role":"assistant","content":"Red."},]}',
    '{"messages":[{"role":"human","content":"Name a bird."},{"role":"assistant","content":"A wren."}]}',
    '{"messages":[{"role":"user","content":"What is two and two?"},{"role":"assistant","content":"Four."}]}',
    '{"messages":[{"role":"user","content":"Is it raining?"}',
    '{"messages":[{"role":"user","content":"Say yes."},{"role":"assistant","content":"Yes."}]}',
].join("\n");

/** A folder with the file, and the page with it open. */
async function opened(page: Page, name: string, text: string): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "tunesmith-fixing-"));
    writeFileSync(join(folder, name), text);
    await openPage(page);
    await give(page, join(folder, name));
    return folder;
}

test("all safe fixes give the file that `--fix` writes, and a patch that makes it", async ({ page }) => {
    const folder = await opened(page, "mixed.jsonl", `${MIXED}\n`);
    await page.locator("#tab-fixes").click();
    await page.getByTestId("fix-all-safe").click();
    const clean = await download(page, "download-clean");
    expect(clean.name).toBe("mixed.fixed.jsonl");
    const fixed = tunesmith(["validate", "mixed.jsonl", "--fix", "-o", "-"], folder);
    expect(clean.bytes.toString()).toBe(fixed.stdout.toString());
    const patch = await download(page, "download-patch");
    writeFileSync(join(folder, "page.patch"), patch.bytes);
    const applied = tunesmith(["validate", "mixed.jsonl", "--apply", "page.patch", "-o", "-"], folder);
    expect(applied.stdout.toString()).toBe(clean.bytes.toString());
});

test("edits, removals and undo; the patch carries them out", async ({ page }) => {
    const folder = await opened(page, "mixed.jsonl", `${MIXED}\n`);
    await page.getByTestId("jump").fill("3");
    await page.getByTestId("jump").press("Enter");
    await expect(page.getByTestId("record")).toHaveAttribute("data-line", "3");
    await page.getByTestId("edit-record").click();
    const text = page.getByTestId("editor-text");
    await expect(page.getByTestId("editor-findings")).toContainText("error");
    await text.fill((await text.inputValue()).replace('"human"', '"user"'));
    await expect(page.getByTestId("editor-findings")).not.toContainText("errors are left");
    await page.getByTestId("editor-keep").click();
    await expect(page.getByTestId("record-actions")).toContainText("edited");
    await page.getByTestId("jump").fill("5");
    await page.getByTestId("jump").press("Enter");
    await expect(page.getByTestId("record")).toHaveAttribute("data-line", "5");
    await page.getByTestId("remove-record").click();
    await page.locator("#tab-fixes").click();
    await page.getByTestId("undo").click();
    await expect(page.getByTestId("record-actions")).not.toContainText("taken out");
    await page.getByTestId("redo").click();
    const clean = await download(page, "download-clean");
    const records = clean.bytes.toString().trimEnd().split("\n");
    expect(records).toHaveLength(5);
    expect(records[2]).toBe(MIXED.split("\n")[2]!.replace("human", "user"));
    expect((await download(page, "download-rejected")).bytes.toString()).toBe(`${MIXED.split("\n")[4]}\n`);
    const patch = await download(page, "download-patch");
    writeFileSync(join(folder, "page.patch"), patch.bytes);
    const applied = tunesmith(["validate", "mixed.jsonl", "--apply", "page.patch", "-o", "-"], folder);
    expect(applied.stdout.toString()).toBe(clean.bytes.toString());
});

test("changes survive a reload, and go when they are undone", async ({ page }) => {
    const folder = await opened(page, "mixed.jsonl", `${MIXED}\n`);
    await page.locator("#tab-fixes").click();
    await page.getByTestId("fix-all-safe").click();
    await expect(page.getByTestId("undo")).toBeEnabled();
    await expect(page.getByTestId("fixes")).toHaveAttribute("data-kept", "true");
    await page.reload();
    await give(page, join(folder, "mixed.jsonl"));
    await page.locator("#tab-fixes").click();
    await expect(page.getByTestId("fixes")).toContainText("from your last visit came back");
    await page.getByTestId("undo").click();
    await expect(page.getByTestId("fixes")).not.toContainText("came back");
    await expect(page.getByTestId("fixes")).toHaveAttribute("data-kept", "true");
    await page.reload();
    await give(page, join(folder, "mixed.jsonl"));
    await page.locator("#tab-fixes").click();
    await expect(page.getByTestId("fixes")).not.toContainText("came back");
});

test("a fixed corpus file is good for the command line too", async ({ page }) => {
    const folder = await opened(page, "alone.json", `[\n${MIXED.split("\n").slice(0, 3).join(",\n")}\n]`);
    await page.locator("#tab-fixes").click();
    await page.getByTestId("fix-all-safe").click();
    const clean = await download(page, "download-clean");
    const fixed = tunesmith(["validate", "alone.json", "--fix", "-o", "-"], folder);
    expect(clean.bytes.toString()).toBe(fixed.stdout.toString());
});

test("reports are those of the command line in every format", async ({ page }) => {
    const folder = await opened(page, "mixed.jsonl", `${MIXED}\n`);
    for (const [kind, format] of [["json", "json"], ["jsonl", "jsonl"], ["sarif", "sarif"], ["markdown", "markdown"], ["shareable", "shareable"]]) {
        const { bytes } = await download(page, `report-${kind}`);
        const said = tunesmith(["validate", "mixed.jsonl", "--format", format!], folder);
        expect(bytes.toString(), format).toBe(said.stdout.toString());
    }
});

test("what may be shared has no word of the data", async ({ page }) => {
    await opened(page, "secret-project.jsonl", `${MIXED}\n`);
    const { bytes } = await download(page, "report-shareable");
    const text = bytes.toString();
    for (const word of ["secret", "wren", "colour", "human", "raining"]) {
        expect(text).not.toContain(word);
    }
    expect(text).toContain("unknown-role");
});

test("leakage between two files is found", async ({ page }) => {
    await openPage(page);
    const good = MIXED.split("\n")[0]!;
    const file = (name: string, text: string) => ({ name, mimeType: "application/x-ndjson", buffer: Buffer.from(`${text}\n`) });
    await give(page, [file("train.jsonl", `${good}\n${MIXED.split("\n")[5]}`), file("validation.jsonl", good)]);
    await verdict(page);
    await expect(page.getByTestId("findings")).toContainText("leak", { ignoreCase: true });
});

test("the sample can be tried", async ({ page }) => {
    await openPage(page);
    await page.getByTestId("sample").click();
    await verdict(page);
    await expect(page.getByTestId("verdict")).toContainText("things to fix");
});

test("safe fixes are told apart from others of the same rule", async ({ page }) => {
    const good = MIXED.split("\n")[0]!;
    const sameTwice = good.replace('"role":"user"', '"role":"user","role":"user"');
    const differs = MIXED.split("\n")[5]!.replace('"role":"user"', '"role":"system","role":"user"');
    const folder = await opened(page, "keys.jsonl", `${sameTwice}\n${differs}\n`);
    await page.locator("#tab-fixes").click();
    await expect(page.locator('[data-testid="offer"][data-rule="duplicate-key"]')).toHaveCount(2);
    await page.getByTestId("fix-all-safe").click();
    const clean = (await download(page, "download-clean")).bytes.toString();
    expect(clean).toBe(`${good}\n${differs}\n`);
    expect(clean).toBe(tunesmith(["validate", "keys.jsonl", "--fix", "-o", "-"], folder).stdout.toString());
    await page.locator('[data-testid="offer"][data-rule="duplicate-key"]').last().getByRole("checkbox").check();
    const all = (await download(page, "download-clean")).bytes.toString();
    expect(all).toBe(tunesmith(["validate", "keys.jsonl", "--fix", "--unsafe-fixes", "-o", "-"], folder).stdout.toString());
    expect(all).not.toBe(clean);
});
