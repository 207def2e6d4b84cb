// The list of records, its filters, and one record read: what is said of a record stands where it belongs.
import { type Page, expect, test } from "@playwright/test";
import { ScrollMap } from "../../web/src/records/scroll_map.ts";
import { pieces } from "../../web/src/records/pieces.ts";
import { placeInText } from "../../web/src/records/place_in_text.ts";
import { windowOf } from "../../web/src/records/text_window.ts";
import { type Given, give, lines, openPage, verdict } from "./opened_page.ts";

const user = (content: unknown) => ({ role: "user", content });
const assistant = (content: unknown, more = {}) => ({ role: "assistant", content, ...more });
const chat = (...messages: unknown[]) => ({ messages });

/** Many short records; each 100th has an unknown role. */
function many(count: number): Given {
    const record = (at: number) => JSON.stringify(chat({ role: at % 100 === 99 ? "human" : "user", content: `question ${at + 1}` }, assistant("answer")));
    return lines("many.jsonl", Array.from({ length: count }, (_, at) => record(at)).join("\n"));
}

const list = (page: Page) => page.getByTestId("record-list");
const record = (page: Page) => page.getByTestId("record");
const inLine = (page: Page, line: number) => expect(record(page)).toHaveAttribute("data-line", String(line));

async function goToLine(page: Page, line: number): Promise<void> {
    await page.getByTestId("jump").fill(String(line));
    await page.getByTestId("jump").press("Enter");
    await inLine(page, line);
}

test("a mapped list reaches its last row, and is exact at both ends", () => {
    for (const rows of [10, 200_000, 1_000_000, 10_000_000, 100_000_000]) {
        const map = new ScrollMap(rows, 34, 700);
        const most = Math.max(0, map.drawn - 700);
        expect(map.fromElement(0)).toBe(0);
        expect(map.fromElement(most)).toBe(map.end);
        expect(map.toElement(map.end)).toBeCloseTo(most, 3);
        let last = -1;
        for (let part = 0; part <= 100; part += 1) {
            const top = map.fromElement((most * part) / 100);
            expect(top).toBeGreaterThanOrEqual(last);
            expect(map.toElement(top)).toBeCloseTo((most * part) / 100, 3);
            last = top;
        }
        expect(map.fromElement(Math.min(100, most))).toBe(Math.min(100, most));
    }
});

test("a text is cut at every border, and the first mark wins", () => {
    const sorts = [{ start: 0, end: 4, sort: "key" }];
    const cut = pieces("abcdefgh", sorts, [
        { start: 3, end: 6, mark: "place" },
        { start: 5, end: 7, mark: "found" },
    ]);
    expect(cut.map(({ text, sort, mark }) => `${text}:${sort}:${mark}`)).toEqual(["abc:key:", "d:key:place", "e::place", "f::place", "g::found", "h::"]);
    // What has no length is still to be seen.
    expect(pieces("ab", [], [{ start: 2, end: 2, mark: "place" }]).map(({ text, mark }) => text + mark)).toEqual(["a", "bplace"]);
});

test("bytes of a string are found in its text", () => {
    const bytes = new TextEncoder().encode('{"a":"x\\u00e4ö\\n😀 end"}');
    const at = (text: string) => new TextDecoder("latin1").decode(bytes).indexOf(new TextDecoder("latin1").decode(new TextEncoder().encode(text)));
    const within = { start: 5, end: bytes.length - 1 };
    const place = placeInText(bytes, within, { start: at("end"), end: at("end") + 3 });
    expect("xäö\n😀 end".slice(place!.start, place!.end)).toBe("end");
    expect(placeInText(bytes, within, within)).toBeNull();
    expect(placeInText(bytes, within, { start: 0, end: 2 })).toBeNull();
});

test("of a long text what is around the mark is drawn", () => {
    expect(windowOf(900, null, 1000, () => true)).toEqual({ start: 0, end: 900 });
    expect(windowOf(100_000, null, 1000, () => true)).toEqual({ start: 0, end: 1000 });
    expect(windowOf(100_000, { start: 50_000, end: 50_010 }, 1000, () => true)).toEqual({ start: 49_500, end: 50_500 });
    expect(windowOf(100_000, { start: 99_999, end: 100_000 }, 1000, () => true)).toEqual({ start: 99_499, end: 100_000 });
});

test("every row of a long list can be reached by keys, wheel and bar", async ({ page }) => {
    await openPage(page);
    await give(page, many(300_000));
    await expect(list(page)).toHaveAttribute("aria-rowcount", "300001");
    await list(page).press("End");
    await inLine(page, 300_000);
    await expect(list(page).getByRole("row", { selected: true })).toHaveAttribute("aria-rowindex", "300001");
    await list(page).press("ArrowUp");
    await inLine(page, 299_999);
    await list(page).press("Home");
    await inLine(page, 1);
    // The bar's end is the last row.
    await list(page).evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(list(page).getByRole("row").last()).toContainText("question 300000");
    // In the middle of a list that is mapped the wheel still moves by what it says.
    await list(page).evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
    const first = async () => Number(await list(page).getAttribute("data-first"));
    // Until then it is at the end.
    await expect.poll(first).toBeLessThan(200_000);
    const before = await first();
    await list(page).hover();
    await page.mouse.wheel(0, 340);
    await expect.poll(first).toBe(before + 10);
    await goToLine(page, 123_456);
    await expect(list(page).getByRole("row", { selected: true })).toContainText("question 123456");
});

test("filters choose what is shown, and can be taken away again", async ({ page }) => {
    await openPage(page);
    await give(page, many(1_000));
    const shown = page.getByTestId("shown");
    await expect(shown).toHaveText("1,000 records");
    await page.getByTestId("which-records").selectOption("errors");
    await expect(shown).toHaveText("10 of 1,000 records");
    await page.keyboard.press("j");
    await inLine(page, 100);
    await page.getByTestId("next-record").click();
    await inLine(page, 200);
    // However fast they come, no step is lost.
    await page.evaluate(() => {
        for (let at = 0; at < 5; at += 1) {
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
        }
    });
    await inLine(page, 700);
    await page.getByTestId("search").fill("question 70");
    await expect(shown).toHaveText("1 of 1,000 records");
    await expect(list(page).locator("mark")).toHaveText("question 70");
    await page.getByTestId("search").fill("nobody says this");
    await expect(page.getByTestId("clear-filters")).toBeVisible();
    await page.getByTestId("search").press("Escape");
    await expect(shown).toHaveText("10 of 1,000 records");
    await page.getByTestId("chips").getByRole("button").first().click();
    await expect(shown).toHaveText("1,000 records");
    await page.getByTestId("search").fill("answer");
    await page.getByTestId("search-role").selectOption("user");
    await expect(shown).toHaveText("0 of 1,000 records");
});

test("records changed by hand can be listed", async ({ page }) => {
    await openPage(page);
    await give(page, many(50));
    await goToLine(page, 7);
    await page.getByTestId("remove-record").click();
    await page.getByTestId("which-records").selectOption("edited");
    await expect(page.getByTestId("shown")).toHaveText("1 of 50 records");
    await expect(list(page).getByRole("row").last()).toContainText("taken out");
});

test("a range of tokens is taken by the sliders' keys", async ({ page }) => {
    await openPage(page);
    const long = Array.from({ length: 100 }, (_, at) => chat(user("word ".repeat(at * 5)), assistant("answer")));
    await give(page, lines("long.jsonl", ...long));
    await page.getByTestId("model").first().selectOption({ index: 1 });
    await expect(page.getByTestId("histogram")).toBeVisible({ timeout: 60_000 });
    await page.getByTestId("at-least").focus();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByTestId("shown")).toContainText("of 100 records");
    await expect(page.getByTestId("chips")).toContainText("tokens");
    await page.getByTestId("at-least").press("Home");
    await expect(page.getByTestId("shown")).toHaveText("100 records");
});

test("a conversation says who speaks, what is trained, and which answer belongs to which call", async ({ page }) => {
    await openPage(page);
    const call = { id: "call_1", type: "function", function: { name: "status", arguments: '{"number":"4711"}' } };
    await give(
        page,
        lines(
            "talk.jsonl",
            chat(user("<b>ready</b>?"), assistant(null, { tool_calls: [call] }), { role: "tool", tool_call_id: "call_1", content: "yes" }, assistant("it is", { weight: 0 }), user("thanks"), assistant("welcome")),
        ),
    );
    await goToLine(page, 1);
    const messages = page.getByTestId("message");
    await expect(messages).toHaveCount(6);
    // Text is text: nothing of it becomes an element.
    await expect(messages.first()).toContainText("<b>ready</b>?");
    await expect(messages.first().locator("b")).toHaveCount(0);
    expect(await messages.evaluateAll((all) => all.map((message) => message.getAttribute("data-trained")))).toEqual(["not-trained", "trained", "not-trained", "not-trained", "not-trained", "trained"]);
    await expect(messages.nth(3)).toContainText("not trained: weight 0");
    await messages.nth(2).getByRole("button", { name: "status" }).click();
    await expect(page.getByTestId("tool-call")).toBeFocused();
    await page.getByTestId("tool-call").getByRole("button", { name: "to its answer" }).click();
    await expect(messages.nth(2)).toBeFocused();
});

test("an address is shown and not loaded, an image inside the record is", async ({ page }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await openPage(page);
    const pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const image = (url: string) => ({ type: "image_url", image_url: { url } });
    await give(page, lines("pictures.jsonl", chat(user([{ type: "text", text: "look" }, image(pixel), image("https://example.com/bike.jpg")]), assistant("nice"))));
    await goToLine(page, 1);
    await expect(record(page).locator("img")).toHaveCount(1);
    await expect(record(page)).toContainText("https://example.com/bike.jpg");
    expect(asked.filter((url) => url.startsWith("http"))).toEqual([]);
});

test("a finding stands at its message, and its place is marked in every view", async ({ page }) => {
    await openPage(page);
    await give(page, lines("roles.jsonl", chat(user("hello"), assistant("hi")), chat({ role: "human", content: "again" }, assistant("hi again"))));
    await goToLine(page, 2);
    const finding = page.getByTestId("message").first().getByTestId("record-finding");
    await expect(finding).toContainText("human");
    await expect(finding).toContainText("unknown-role");
    await expect(page.getByTestId("mark")).toHaveText("human");
    await page.getByTestId("tab-json").click();
    await expect(page.getByTestId("mark")).toHaveText('"human"');
    await page.getByTestId("tab-raw").click();
    await expect(page.getByTestId("mark")).toHaveText('"human"');
    await expect(page.getByTestId("source")).toContainText('{"messages":[{"role":"human"');
});

test("a record of many megabytes is shown in a window, and its end is reached by its finding", async ({ page }) => {
    await openPage(page);
    const long = `{"messages":[{"role":"user","content":"${"word ".repeat(2_000_000)}"},{"role":"human","content":"x"}]}`;
    await give(page, lines("huge.jsonl", chat(user("short"), assistant("yes")), long));
    await goToLine(page, 2);
    await expect(page.getByTestId("source")).toBeVisible();
    expect((await page.getByTestId("source").textContent())!.length).toBeLessThan(400_000);
    await expect(page.getByTestId("mark").first()).toBeVisible();
    await page.getByTestId("tab-raw").click();
    await page.getByTestId("record").getByRole("button", { name: "Show more" }).first().click();
    expect((await page.getByTestId("source").textContent())!.length).toBeGreaterThan(400_000);
});

test("the window itself never scrolls, wherever a place is looked at", async ({ page }) => {
    await openPage(page);
    await page.getByTestId("sample").click();
    await verdict(page);
    for (const tab of ["tab-json", "tab-raw", "tab-conversation"]) {
        for (let step = 0; step < 4; step += 1) {
            await page.keyboard.press("n");
        }
        await page.getByTestId(tab).click();
        await expect(record(page)).toBeVisible();
        expect(await page.evaluate(() => [document.documentElement.scrollTop, document.documentElement.scrollHeight - innerHeight])).toEqual([0, 0]);
    }
});
