// Counts numbers into bars for a picture: borders are round numbers, and a few far-off numbers do not press all others into one bar.
import type { Bar } from "./protocol.ts";

/** Numbers that are looked at to choose the borders. */
const LOOKED_AT = 20_000;

/**
 * The bars of the numbers `at(0)` to `at(count - 1)`; NaN is left out. Bars hold `from <= number <= to`. Where few numbers are far off (the largest is
 * more than twice as far from the middle as 99 of 100), the last bar takes them all, and the first one likewise at the other end.
 */
export function histogram(at: (index: number) => number, count: number, shown: Uint32Array | null, bars: number, whole: boolean): Bar[] {
    const ends = extremes(at, count);
    if (!ends) {
        return [];
    }
    const borders = bordersOf(ends, Math.max(2, bars), whole);
    const found = borders.slice(1).map((border, bar) => ({ from: borders[bar]!, to: whole ? border - 1 : before(border), count: 0, shown: 0 }));
    found.at(-1)!.to = Math.max(ends.most, found.at(-1)!.from);
    const width = (borders.at(-2)! - borders[1]!) / Math.max(1, borders.length - 3);
    const barOf = (number: number): Bar => {
        let bar = width > 0 ? 1 + Math.floor((number - borders[1]!) / width) : 0;
        bar = Math.max(0, Math.min(bar, found.length - 1));
        // The division may be off by one at a border.
        if (number < found[bar]!.from) {
            bar -= 1;
        } else if (number > found[bar]!.to) {
            bar += 1;
        }
        return found[Math.max(0, Math.min(bar, found.length - 1))]!;
    };
    for (let index = 0; index < count; index += 1) {
        const number = at(index);
        if (!Number.isNaN(number)) {
            barOf(number).count += 1;
        }
    }
    if (shown) {
        for (const index of shown) {
            const number = at(index);
            if (!Number.isNaN(number)) {
                barOf(number).shown += 1;
            }
        }
    } else {
        for (const bar of found) {
            bar.shown = bar.count;
        }
    }
    return found;
}

/** The largest number below. */
function before(number: number): number {
    const bytes = new DataView(new ArrayBuffer(8));
    bytes.setFloat64(0, number);
    const bits = bytes.getBigInt64(0);
    // Negative numbers count the other way round; 0 has none below but the smallest negative one.
    bytes.setBigInt64(0, number > 0 ? bits - 1n : number < 0 ? bits + 1n : -0x7fff_ffff_ffff_ffffn);
    return bytes.getFloat64(0);
}

interface Ends {
    least: number;
    most: number;
    /** Where 1, 50 and 99 of 100 numbers end. */
    low: number;
    middle: number;
    high: number;
}

function extremes(at: (index: number) => number, count: number): Ends | null {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    const seen: number[] = [];
    const step = Math.max(1, Math.floor(count / LOOKED_AT));
    for (let index = 0; index < count; index += 1) {
        const number = at(index);
        if (Number.isNaN(number)) {
            continue;
        }
        least = Math.min(least, number);
        most = Math.max(most, number);
        if (index % step === 0) {
            seen.push(number);
        }
    }
    if (least > most) {
        return null;
    }
    const sorted = Float64Array.from(seen).sort();
    const rank = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? least;
    return { least, most, low: rank(0.01), middle: rank(0.5), high: rank(0.99) };
}

/** Where bars begin and end, one more than there are bars. All but the first and the last bar are equally wide. */
function bordersOf({ least, most, low, middle, high }: Ends, bars: number, whole: boolean): number[] {
    const cutHigh = most - middle > 2 * (high - middle);
    const cutLow = middle - least > 2 * (middle - low);
    const from = cutLow ? low : least;
    const to = cutHigh ? high : most;
    const width = roundUp((to - from) / bars || (whole ? 1 : Math.abs(from) / 10 || 0.1), whole);
    const first = Math.floor(from / width);
    const last = Math.max(first + 1, Math.floor(to / width) + 1);
    const borders: number[] = [];
    for (let border = first; border <= last; border += 1) {
        // Why: 3 * 0.1 is not 0.3.
        borders.push(Number((border * width).toPrecision(12)));
    }
    if (borders.at(-2) === to && !whole && borders.length > 2) {
        // The largest number is a border itself: no bar for it alone.
        borders.pop();
    }
    if (borders[0]! > least) {
        borders.unshift(least);
    }
    if (borders.at(-1)! < most) {
        borders.push(most);
    }
    return borders;
}

/** The next of 1, 2, 5 times a power of ten. */
function roundUp(width: number, whole: boolean): number {
    const power = 10 ** Math.floor(Math.log10(width));
    const times = [1, 2, 5, 10].find((times) => times * power >= width * (1 - 1e-9)) ?? 10;
    const round = Number((times * power).toPrecision(3));
    return whole ? Math.max(1, Math.ceil(round)) : round;
}
