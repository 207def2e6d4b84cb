// For everyone: axe finds nothing in any state, light and dark, wide and narrow, at 200 %.
import { type Page, expect, test } from "@playwright/test";
import { violations } from "./axe.ts";
import { give, lines, openPage, verdict, withoutPieceWorkers } from "./opened_page.ts";

const good = (text: string) => ({ messages: [{ role: "user", content: text }, { role: "assistant", content: "Yes." }] });

type Theme = "light" | "dark";

const STATES: Record<string, (page: Page, theme: Theme) => Promise<void>> = {
    empty: async () => {},
    sample: async (page) => {
        await page.getByTestId("sample").click();
        await verdict(page);
    },
    "a finding and its record": async (page, theme) => {
        await STATES.sample!(page, theme);
        await page.keyboard.press("n");
        await expect(page.getByTestId("record")).toBeVisible();
    },
    fixes: async (page, theme) => {
        await STATES.sample!(page, theme);
        await page.locator("#tab-fixes").click();
        await page.getByTestId("fix-all-safe").click();
    },
    "a look at a fix": async (page, theme) => {
        await STATES.fixes!(page, theme);
        await page.getByTestId("offer").first().getByRole("button").click();
        await expect(page.getByTestId("fix-preview")).toBeVisible();
    },
    editor: async (page, theme) => {
        await STATES["a finding and its record"]!(page, theme);
        await page.getByTestId("edit-record").click();
        await expect(page.getByTestId("editor")).toBeVisible();
    },
    "the source of a record": async (page, theme) => {
        await STATES["a finding and its record"]!(page, theme);
        await page.getByTestId("tab-json").click();
    },
    cost: async (page, theme) => {
        await STATES.sample!(page, theme);
        await page.locator("#tab-cost").click();
    },
    scores: async (page, theme) => {
        await STATES.sample!(page, theme);
        await page.locator("#tab-scores").click();
        const scorer = page.locator('[data-testid="scorer"][data-name="text-quality-scorer"]');
        await scorer.getByTestId("run-scorer").click();
        await expect(scorer).toHaveAttribute("data-phase", "done", { timeout: 60_000 });
    },
    "several profiles": async (page, theme) => {
        await openPage(page, { theme, profiles: ["openai", "together", "mistral", "trl"] });
        await STATES.sample!(page, theme);
    },
    "several files": async (page) => {
        await give(page, [lines("train.jsonl", good("one"), good("two")), lines("validation.jsonl", good("two"))]);
    },
    "filters and a search": async (page, theme) => {
        await STATES.sample!(page, theme);
        await page.keyboard.press("/");
        await page.keyboard.type("the");
        await page.keyboard.press("Enter");
    },
    loading: async (page, theme) => {
        // The check stays where it is.
        await withoutPieceWorkers(page, "silent");
        await openPage(page, { theme });
        await page.getByTestId("file-input").first().setInputFiles({ name: "long.jsonl", mimeType: "application/x-ndjson", buffer: Buffer.from(`${JSON.stringify(good("a question"))}\n`.repeat(5_000)) });
        await expect(page.getByTestId("verdict")).toHaveAttribute("data-phase", "checking");
        await expect(page.getByTestId("stop")).toBeVisible();
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

for (const theme of ["light", "dark"] satisfies Theme[]) {
    for (const [state, enter] of Object.entries(STATES)) {
        test(`${state}, ${theme}`, async ({ page }) => {
            await openPage(page, { theme });
            await enter(page, theme);
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
