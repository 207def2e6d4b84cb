// Takes the pictures of the page that stand in docs/: `npm run pictures`, after `cargo xtask web` and a build of the command line.
import { createWriteStream, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Page, expect, test } from "@playwright/test";
import { type Settings, give, lines, openPage, verdict } from "./opened_page.ts";
import { ROOT, tunesmith } from "./project.ts";

const good = (text: string, answer: string) => ({ messages: [{ role: "user", content: text }, { role: "assistant", content: answer }] });

async function sample(page: Page): Promise<void> {
    await page.getByTestId("sample").click();
    await verdict(page);
}

async function quality(page: Page): Promise<void> {
    await page.locator("#tab-scores").click();
    for (const name of ["text-quality-scorer", "math-scorer"]) {
        const scorer = page.locator(`[data-testid="scorer"][data-name="${name}"]`);
        await scorer.getByTestId("run-scorer").click();
        await expect(scorer).toHaveAttribute("data-phase", "done", { timeout: 60_000 });
    }
}

interface Picture {
    settings?: Settings;
    enter: (page: Page) => Promise<void>;
}

const PICTURES: Record<string, Picture> = {
    empty: { enter: async () => {} },
    loading: {
        settings: { model: "gpt-4o-mini-2024-07-18" },
        enter: async (page) => {
            const path = join(mkdtempSync(join(tmpdir(), "tunesmith-picture-")), "conversations.jsonl");
            const file = createWriteStream(path);
            for (let part = 0; part < 200; part += 1) {
                const records = Array.from({ length: 5_000 }, (_, at) => JSON.stringify(good(`What is ${at} and ${part}?`, `${at} and ${part} make ${at + part}. `.repeat(6).trim())));
                file.write(`${records.join("\n")}\n`);
            }
            await new Promise<void>((done) => file.end(done));
            await page.getByTestId("file-input").first().setInputFiles(path);
            await page.waitForFunction(() => Number(document.querySelector("progress")?.value ?? 0) > 0.3);
        },
    },
    perfect: {
        settings: { model: "gpt-4o-mini-2024-07-18" },
        enter: async (page) => {
            const topics = ["invoice", "refund", "delivery", "password", "warranty", "discount", "address", "return", "order", "receipt", "account", "voucher"];
            const records = topics.map((topic) => good(`My ${topic} is not right. What can I do?`, `I am sorry about your ${topic}. Please tell me its number, and I will look into it today.`));
            await give(page, lines("support.jsonl", ...records));
        },
    },
    findings: {
        enter: async (page) => {
            await sample(page);
            for (let step = 0; step < 4; step += 1) await page.keyboard.press("n");
            await expect(page.getByTestId("record")).toBeVisible();
        },
    },
    fix: {
        enter: async (page) => {
            await sample(page);
            await page.locator("#tab-fixes").click();
            await page.getByTestId("offer").first().getByRole("button").click();
            await expect(page.getByTestId("fix-preview")).toBeVisible();
        },
    },
    scores: {
        enter: async (page) => {
            await sample(page);
            await quality(page);
            await page.getByTestId("record-list").getByText("Do you fix flat tyres").click();
        },
    },
    profiles: { settings: { theme: "dark", model: "gpt-4o-mini-2024-07-18", profiles: ["openai", "together", "mistral", "trl"] }, enter: sample },
    report: {
        enter: async (page) => {
            const folder = mkdtempSync(join(tmpdir(), "tunesmith-picture-"));
            const recipe = `version = 1\nname = "arithmetic"\nrng_seed = 7\n\n[[generators]]\nname = "math"\nplugin = "math-generator"\ncount = 400\nsettings = { flawed_share = 0.2 }\n\n[[scorers]]\nname = "arithmetic"\nplugin = "math-scorer"\n\n[[scorers]]\nname = "quality"\nplugin = "text-quality-scorer"\n\n[[filters]]\nname = "correct"\nkeep = "arithmetic.value == 1.0"\n\n[split]\nvalidation = 0.1\n`;
            writeFileSync(join(folder, "recipe.toml"), recipe);
            expect(tunesmith(["run", "recipe.toml"], folder).status).toBe(0);
            await page.goto(pathToFileURL(join(folder, "runs/arithmetic/report.html")).href);
            await expect(page.getByTestId("run")).toBeVisible();
            await expect(page.getByRole("navigation")).not.toContainText(/%|…/);
        },
    },
    refused: {
        enter: async (page) => {
            await page.getByTestId("file-input").first().setInputFiles({ name: "paper.jsonl", mimeType: "application/x-ndjson", buffer: Buffer.from("%PDF-1.7\n1 0 obj") });
            await expect(page.getByTestId("trouble")).toBeVisible();
        },
    },
    narrow: {
        enter: async (page) => {
            await page.setViewportSize({ width: 390, height: 844 });
            await sample(page);
        },
    },
};

for (const [name, { settings, enter }] of Object.entries(PICTURES)) {
    test(name, async ({ page }) => {
        await openPage(page, settings);
        await enter(page);
        await page.mouse.move(0, 0);
        await page.screenshot({ path: join(ROOT, `docs/page/${name}.png`), animations: "disabled" });
    });
}
