// Plugins in the page: the same scores as the command line, bit for bit, and what happens to plugins that misbehave.
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Page, expect, test } from "@playwright/test";
import { download, give, openPage } from "./opened_page.ts";
import { ROOT, SHARED, filesBelow, tunesmith } from "./project.ts";

const PLUGINS = process.env.TUNESMITH_PLUGINS ?? join(ROOT, "target/plugins");
const STANDARD = ["math-scorer", "text-quality-scorer"];

async function run(page: Page, name: string): Promise<void> {
    const scorer = page.locator(`[data-testid="scorer"][data-name="${name}"]`);
    await scorer.getByTestId("run-scorer").click();
    await expect(scorer).toHaveAttribute("data-phase", "done", { timeout: 90_000 });
}

/** The lines that a scorer in the page writes. */
async function scores(page: Page, name: string): Promise<string> {
    const waiting = page.waitForEvent("download");
    await page.locator(`[data-testid="scorer"][data-name="${name}"]`).getByTestId("download-scores").click();
    return readFileSync(await (await waiting).path(), "utf8");
}

/** Some of each format, some broken. */
function dataset(): string {
    const corpus = filesBelow(join(ROOT, "tests/corpus")).filter((file) => file.endsWith(".jsonl"));
    return corpus
        .filter((_, at) => at % 7 === 0)
        .map((file) => readFileSync(file, "utf8").replaceAll("\r", "").trimEnd())
        .filter((text) => !text.includes("\u0000"))
        .join("\n");
}

for (const name of STANDARD) {
    test(`${name} says in the page what it says in the command line`, async ({ page }) => {
        const folder = mkdtempSync(join(tmpdir(), "tunesmith-scores-"));
        writeFileSync(join(folder, "data.jsonl"), `${dataset()}\n`);
        await openPage(page);
        await give(page, join(folder, "data.jsonl"));
        await page.locator("#tab-scores").click();
        await run(page, name);
        const said = tunesmith(["score", "data.jsonl", "--no-cache", "--plugin", join(PLUGINS, `${name}.wasm`), "-o", "-"], folder);
        expect(await scores(page, name)).toBe(said.stdout.toString());
    });
}

const LIBRARY = readdirSync(join(ROOT, "plugins")).filter((name) => name.endsWith("-scorer") && !STANDARD.includes(name));

for (const name of LIBRARY) {
    test(`${name}, dropped on the page, says what it says in the command line`, async ({ page }) => {
        const folder = mkdtempSync(join(tmpdir(), "tunesmith-scores-"));
        const vectors = readFileSync(join(ROOT, "plugins", name, "golden.jsonl"), "utf8").trimEnd().split("\n");
        const examples = vectors.map((line) => JSON.stringify(JSON.parse(line).example));
        writeFileSync(join(folder, "data.jsonl"), `${examples.join("\n")}\n${dataset()}\n`);
        await openPage(page);
        await give(page, join(folder, "data.jsonl"));
        await page.locator("#tab-scores").click();
        const file = join(PLUGINS, `${name}.wasm`);
        await page.getByTestId("plugin-input").setInputFiles(file);
        await run(page, name);
        const said = tunesmith(["score", "data.jsonl", "--no-cache", "--plugin", file, "-o", "-"], folder);
        expect(await scores(page, name)).toBe(said.stdout.toString());
    });
}

test("a plugin's file gives what the one in the page gives", async ({ page }) => {
    const file = join(SHARED, "sft_gsm8k.jsonl");
    test.skip(!existsSync(file), "the real datasets are not beside the project");
    await openPage(page);
    await give(page, file);
    await page.locator("#tab-scores").click();
    await page.getByTestId("plugin-input").setInputFiles(join(PLUGINS, "math-scorer.wasm"));
    await expect(page.locator('[data-testid="scorer"][data-name="math-scorer"]')).toHaveCount(2);
    const own = page.getByTestId("scorer").last();
    await own.getByTestId("run-scorer").click();
    await expect(own).toHaveAttribute("data-phase", "done", { timeout: 90_000 });
    const said = tunesmith(["score", file, "--no-cache", "--plugin", join(PLUGINS, "math-scorer.wasm"), "-o", "-"], SHARED);
    const waiting = page.waitForEvent("download");
    await own.getByTestId("download-scores").click();
    expect(readFileSync(await (await waiting).path(), "utf8")).toBe(said.stdout.toString());
    await expect(page.getByTestId("histogram").filter({ hasText: "math-scorer" })).toBeVisible();
});

for (const [what, name, bytes, told] of [
    ["no WebAssembly at all", "notes.wasm", Buffer.from("hello"), "is not a WebAssembly file"],
    ["a core module that no SDK built", "core.wasm", Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]), "no tunesmith plugin"],
    ["a component that is cut off", "cut.wasm", Buffer.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 1, 99]), "is no component that can be read"],
    ["a component that is no plugin", "empty.wasm", Buffer.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]), "no tunesmith plugin"],
] as const) {
    test(`${what} is refused with a reason`, async ({ page }) => {
        await openPage(page);
        await page.getByTestId("sample").click();
        await page.locator("#tab-scores").click();
        await page.getByTestId("plugin-input").setInputFiles({ name, mimeType: "application/wasm", buffer: bytes });
        await expect(page.getByTestId("scorer-failure")).toContainText(told);
    });
}

test("a generator is refused with the place it belongs to", async ({ page }) => {
    await openPage(page);
    await page.getByTestId("sample").click();
    await page.locator("#tab-scores").click();
    await page.getByTestId("plugin-input").setInputFiles(join(PLUGINS, "math-generator.wasm"));
    await expect(page.getByTestId("scorer-failure")).toContainText("is a generator");
});

test("scores are a column, and downloads need no other tab", async ({ page }) => {
    await openPage(page);
    await page.getByTestId("sample").click();
    await page.locator("#tab-scores").click();
    await run(page, "text-quality-scorer");
    await expect(page.getByTestId("histogram").filter({ hasText: "text-quality-scorer" })).toBeVisible();
    const { bytes } = await download(page, "report-json");
    expect(JSON.parse(bytes.toString()).version).toBe(1);
});
