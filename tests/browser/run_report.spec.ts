// The report of a real run, opened as a file: its sums are the run's, its datasets open, and it is for everyone.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Page, expect, test } from "@playwright/test";
import { violations } from "./axe.ts";
import { verdict } from "./opened_page.ts";
import { tunesmith } from "./project.ts";

const RECIPE = `version = 1
name = "sums"
rng_seed = 7

[[generators]]
name = "math"
plugin = "math-generator"
count = 30
settings = { flawed_share = 0.3 }

[[scorers]]
name = "arithmetic"
plugin = "math-scorer"

[[filters]]
name = "correct"
keep = "arithmetic.value == 1.0"

[split]
validation = 0.2
`;

let folder = "";

test.beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tunesmith-run-"));
    writeFileSync(join(folder, "recipe.toml"), RECIPE);
    const ended = tunesmith(["run", "recipe.toml"], folder);
    expect(ended.status, ended.stderr.toString()).toBe(0);
});

async function openReport(page: Page, theme: "light" | "dark" = "light"): Promise<void> {
    page.on("pageerror", (error) => {
        throw error;
    });
    await page.addInitScript((kept) => localStorage.setItem("tunesmith-settings", JSON.stringify(kept)), { theme });
    await page.goto(pathToFileURL(join(folder, "runs/sums/report.html")).href);
    await expect(page.getByTestId("run")).toBeVisible();
}

test("the sums are those of the manifest, and rows lead to their records", async ({ page }) => {
    const { rows } = JSON.parse(readFileSync(join(folder, "runs/sums/manifest.json"), "utf8"));
    expect(rows.excluded).toBeGreaterThan(0);
    await openReport(page);
    const run = page.getByTestId("run");
    await expect(run.getByRole("heading", { level: 2 })).toHaveText(`sums: ${rows.kept} rows of ${rows.asked} kept`);
    await run.getByRole("button", { name: "excluded" }).click();
    const excluded = page.getByTestId("run-rows").locator("tbody tr");
    await expect(excluded).toHaveCount(rows.excluded);
    await expect(excluded.first()).toContainText("filter correct");
    await excluded.first().getByRole("button").click();
    await expect(page.getByTestId("record")).toContainText("filter correct");
});

test("a dataset of the run opens in the page and passes", async ({ page }) => {
    await openReport(page);
    await page.getByTestId("run").getByRole("button", { name: "Open" }).first().click();
    await verdict(page);
    await expect(page.getByTestId("verdict")).toContainText("Ready");
    const lines = readFileSync(join(folder, "runs/sums/train.jsonl"), "utf8").trimEnd().split("\n");
    await expect(page.getByTestId("record-list")).toHaveAttribute("aria-rowcount", String(lines.length + 1));
});

for (const theme of ["light", "dark"] as const) {
    test(`axe finds nothing in a report, ${theme}`, async ({ page }) => {
        await openReport(page, theme);
        expect(await violations(page)).toEqual([]);
    });
}
