// Where the records of a file lie: one typed array for each column, so that millions of records take 28 bytes each.

/** Numbers that the validator gives for each record, in this order. */
const PER_RECORD = 5;

/** The place of the first of `count` ascending numbers that is not below `least`. */
export function atOrAfter(numbers: Uint32Array | Float64Array, count: number, least: number): number {
    let [low, high] = [0, count];
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (numbers[middle]! < least) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

export class Columns {
    count = 0;
    offset = new Float64Array(1024);
    length = new Uint32Array(1024);
    line = new Uint32Array(1024);
    tokens = new Uint32Array(1024);
    sound = new Uint32Array(1024);

    /** Adds records as `FileCheck.takeRecords` gives them. */
    add(records: Float64Array): void {
        const more = records.length / PER_RECORD;
        this.reserve(this.count + more);
        for (let at = 0; at < records.length; at += PER_RECORD) {
            const row = this.count++;
            this.offset[row] = records[at]!;
            this.length[row] = records[at + 1]!;
            this.line[row] = records[at + 2]!;
            this.tokens[row] = records[at + 3]!;
            this.sound[row] = records[at + 4]!;
        }
    }

    /** The first record that begins in this line or behind it. */
    atLine(line: number): number {
        return atOrAfter(this.line, this.count, line);
    }

    /** The records that begin at these offsets. */
    atOffsets(offsets: Float64Array): Uint32Array {
        const found = offsets.map((offset) => atOrAfter(this.offset, this.count, offset));
        return Uint32Array.from(found.filter((index, at) => index < this.count && this.offset[index] === offsets[at]));
    }

    private reserve(count: number): void {
        if (count <= this.length.length) {
            return;
        }
        const size = Math.max(count, Math.ceil(this.length.length * 1.5));
        const wider = <T extends Float64Array | Uint32Array>(column: T, into: T): T => {
            into.set(column);
            return into;
        };
        this.offset = wider(this.offset, new Float64Array(size));
        this.length = wider(this.length, new Uint32Array(size));
        this.line = wider(this.line, new Uint32Array(size));
        this.tokens = wider(this.tokens, new Uint32Array(size));
        this.sound = wider(this.sound, new Uint32Array(size));
    }
}
