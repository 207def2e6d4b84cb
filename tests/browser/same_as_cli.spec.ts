// One answer everywhere: the page's reports on every file of the corpus are, byte for byte, those of the command line.
import { copyFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { expect, test } from "@playwright/test";
import { download, give, openPage } from "./opened_page.ts";
import { ROOT, SHARED, filesBelow, tunesmith } from "./project.ts";

const CORPUS = join(ROOT, "tests/corpus");
/** Files that are given to the page at once. */
const BATCH = 100;
const DATASET = /\.(jsonl|json|ndjson|txt)$/;

/** Copies files into one folder, because a page sees names without folders. */
function together(folder: string, files: string[]): { folder: string; names: string[] } {
    const target = mkdtempSync(join(tmpdir(), "tunesmith-same-"));
    const names = files.map((file) => {
        const name = relative(folder, file).split(sep).join("__");
        copyFileSync(file, join(target, name));
        return name;
    });
    return { folder: target, names };
}

function batches(files: string[]): string[][] {
    return Array.from({ length: Math.ceil(files.length / BATCH) }, (_, batch) => files.slice(batch * BATCH, (batch + 1) * BATCH));
}

function same(title: string, folder: string, files: string[], settings: { profiles: string[]; model: string | null }): void {
    test(title, async ({ page }) => {
        const { folder: here, names } = together(folder, files);
        await openPage(page, settings);
        await give(page, names.map((name) => join(here, name)));
        await page.locator("#tab-fixes").click();
        if (names.length > 1) {
            await page.getByTestId("report-all-files").check();
        }
        if (settings.profiles.length > 1) {
            await page.getByTestId("report-all-profiles").check();
        }
        const { bytes } = await download(page, "report-json");
        const model = settings.model ? ["--model", settings.model] : [];
        const said = tunesmith(["validate", ...names, "--profile", settings.profiles.join(","), ...model, "--format", "json"], here);
        expect(said.stderr.toString()).not.toContain("error:");
        const wanted = JSON.parse(said.stdout.toString()) as { files: { path: string; profile: string }[] };
        expect(wanted.files).toHaveLength(names.length * settings.profiles.length);
        if (!bytes.equals(said.stdout)) {
            // File by file, so that a difference can be read.
            const found = JSON.parse(bytes.toString()) as { files: unknown[] };
            wanted.files.forEach((file, place) => expect(found.files[place], file.path).toEqual(file));
        }
        expect(bytes.equals(said.stdout), "the same values, but not the same bytes").toBe(true);
    });
}

const corpus = filesBelow(CORPUS).filter((file) => DATASET.test(file) && !file.endsWith("corpus.toml"));
test("the corpus is there", () => expect(corpus.length).toBeGreaterThan(700));
const profiles = ["openai", "azure", "together", "mistral", "trl"];
batches(corpus).forEach((files, batch) => {
    same(`corpus, batch ${batch + 1}, five profiles`, CORPUS, files, { profiles, model: null });
});
batches(corpus).forEach((files, batch) => {
    same(`corpus, batch ${batch + 1}, with tokens`, CORPUS, files, { profiles: ["openai"], model: "gpt-4.1-mini-2025-04-14" });
});
for (const file of filesBelow(SHARED).filter((file) => DATASET.test(file))) {
    same(`shared data: ${relative(SHARED, file)}`, SHARED, [file], { profiles, model: "gpt-4o-mini-2024-07-18" });
}
