// How far a list of any length is scrolled: browsers draw no element higher than some million pixels, so longer lists are mapped.
//
// Dragging the bar maps proportionally, up to the very last row; wheel and keys move by exact rows.

/** The highest element that every browser draws. */
const HIGHEST = 8_000_000;

export class ScrollMap {
    constructor(
        readonly rows: number,
        readonly rowHeight: number,
        readonly view: number,
    ) {}

    /** Height of all rows. */
    get full(): number {
        return this.rows * this.rowHeight;
    }

    /** Height of the element that is scrolled. */
    get drawn(): number {
        return Math.min(this.full, HIGHEST);
    }

    get isMapped(): boolean {
        return this.full > HIGHEST;
    }

    /** The furthest that can be scrolled. */
    get end(): number {
        return Math.max(0, this.full - this.view);
    }

    clamp(top: number): number {
        return Math.min(Math.max(0, top), this.end);
    }

    /** Where the rows stand when the element is scrolled so far. */
    fromElement(scrolled: number): number {
        const most = this.drawn - this.view;
        return most <= 0 ? 0 : this.clamp(this.isMapped ? (scrolled / most) * this.end : scrolled);
    }

    /** How far the element must be scrolled so that the rows stand there. */
    toElement(top: number): number {
        return this.end === 0 ? 0 : this.isMapped ? (top / this.end) * (this.drawn - this.view) : top;
    }
}
