// With the keyboard alone: open a file, find the third error, fix it, download the new file.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { openPage, verdict } from "./opened_page.ts";

const good = (text: string) => `{"messages":[{"role":"user","content":"${text}"},{"role":"assistant","content":"Yes."}]}`;
const comma = (text: string) => good(text).replace("]}", ",]}");

test("open, find the third error, fix it, download", async ({ page }) => {
    const folder = mkdtempSync(join(tmpdir(), "tunesmith-keys-"));
    const path = join(folder, "keys.jsonl");
    const lines = [good("a"), comma("b"), good("c"), comma("d"), comma("e"), ...Array.from({ length: 10 }, (_, at) => good(`more ${at}`))];
    writeFileSync(path, `${lines.join("\n")}\n`);
    // The browser is told before the page is opened that the test chooses the file: told just before the key, it can come too late.
    const chooser = page.waitForEvent("filechooser");
    await openPage(page);
    await page.keyboard.press("o");
    await (await chooser).setFiles(path);
    await verdict(page);
    for (const line of ["2", "4", "5"]) {
        await page.keyboard.press("n");
        await expect(page.getByTestId("record")).toHaveAttribute("data-line", line);
    }
    await page.keyboard.press("f");
    await expect(page.getByTestId("record-actions")).toContainText("edited");
    await page.keyboard.press("2");
    const saving = page.waitForEvent("download");
    await page.keyboard.press("Control+s");
    const saved = readFileSync(await (await saving).path(), "utf8");
    const wanted = lines.map((line, at) => (at === 4 ? good("e") : line));
    expect(saved).toBe(`${wanted.join("\n")}\n`);
});

test("every action is in the help sheet, and Escape closes it", async ({ page }) => {
    await openPage(page);
    await page.getByTestId("sample").click();
    await verdict(page);
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog");
    await expect(sheet).toBeVisible();
    for (const what of ["Open files", "Undo", "Redo", "Download"]) {
        await expect(sheet).toContainText(what);
    }
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
});

test("the list is walked by arrow keys, to the last record", async ({ page }) => {
    await openPage(page);
    await page.getByTestId("sample").click();
    await verdict(page);
    await page.getByTestId("record-list").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    // The first press chooses the first record.
    await expect(page.getByTestId("record")).toHaveAttribute("data-line", "2");
    await page.keyboard.press("End");
    await expect(page.getByTestId("record")).toHaveAttribute("data-line", "15");
});
