// For everyone: axe finds nothing in any state, light and dark, wide and narrow, at 200 %.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Page, expect, test } from "@playwright/test";
import { give, lines, openPage, verdict } from "./opened_page.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    return page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } };
        const found = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
        return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}: ${node.failureSummary.slice(0, 200)}`));
    });
}

const good = (text: string) => ({ messages: [{ role: "user", content: text }, { role: "assistant", content: "Yes." }] });

const STATES: Record<string, (page: Page) => Promise<void>> = {
    empty: async () => {},
    sample: async (page) => {
        await page.getByTestId("sample").click();
        await verdict(page);
    },
    "a finding and its record": async (page) => {
        await STATES.sample!(page);
        await page.keyboard.press("n");
        await expect(page.getByTestId("record")).toBeVisible();
    },
    fixes: async (page) => {
        await STATES.sample!(page);
        await page.locator("#tab-fixes").click();
        await page.getByTestId("fix-all-safe").click();
    },
    "a look at a fix": async (page) => {
        await STATES.fixes!(page);
        await page.getByTestId("offer").first().getByRole("button").click();
        await expect(page.getByTestId("fix-preview")).toBeVisible();
    },
    editor: async (page) => {
        await STATES["a finding and its record"]!(page);
        await page.getByTestId("edit-record").click();
        await expect(page.getByTestId("editor")).toBeVisible();
    },
    "the source of a record": async (page) => {
        await STATES["a finding and its record"]!(page);
        await page.getByTestId("tab-json").click();
    },
    cost: async (page) => {
        await STATES.sample!(page);
        await page.locator("#tab-cost").click();
    },
    scores: async (page) => {
        await STATES.sample!(page);
        await page.locator("#tab-scores").click();
        const scorer = page.locator('[data-testid="scorer"][data-name="text-quality-scorer"]');
        await scorer.getByTestId("run-scorer").click();
        await expect(scorer).toHaveAttribute("data-phase", "done", { timeout: 60_000 });
    },
    perfect: async (page) => {
        await give(page, lines("perfect.jsonl", ...Array.from({ length: 12 }, (_, at) => good(`question ${at}`))));
    },
    "no dataset": async (page) => {
        await give(page, { name: "paper.jsonl", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n1 0 obj") }, "failed").catch(() => {});
        await expect(page.getByTestId("trouble")).toBeVisible();
    },
    help: async (page) => {
        await page.keyboard.press("?");
        await expect(page.getByRole("dialog")).toBeVisible();
    },
    privacy: async (page) => {
        await page.getByRole("button", { name: "Prove it is private" }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
    },
};

for (const theme of ["light", "dark"] as const) {
    for (const [state, enter] of Object.entries(STATES)) {
        test(`${state}, ${theme}`, async ({ page }) => {
            await openPage(page, { theme });
            await enter(page);
            expect(await violations(page)).toEqual([]);
        });
    }
}

for (const [what, width, height] of [["narrow", 380, 760], ["at 200 %", 720, 450]] as const) {
    test(`nothing is cut off where it is ${what}`, async ({ page }) => {
        await page.setViewportSize({ width, height });
        await openPage(page);
        await page.getByTestId("sample").click();
        await verdict(page);
        expect(await violations(page)).toEqual([]);
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(tooWide).toBeLessThanOrEqual(0);
    });
}
