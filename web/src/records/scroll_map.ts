// How far a list of any length is scrolled. Browsers draw no element higher than some million pixels, so longer lists are mapped to a shorter one:
// pixel by pixel near both ends, proportionally between. Dragging the bar follows the map; wheel, touch and keys move by what they say.

/** The highest element that every browser draws. */
const HIGHEST = 8_000_000;
/** So much is exact at both ends of a mapped list. */
const EXACT = 20_000;

export class ScrollMap {
    constructor(
        readonly rows: number,
        readonly rowHeight: number,
        readonly view: number,
        readonly highest = HIGHEST,
    ) {}

    /** Height of the element that is scrolled. */
    get drawn(): number {
        return Math.min(this.rows * this.rowHeight, this.highest);
    }

    get isMapped(): boolean {
        return this.rows * this.rowHeight > this.highest;
    }

    /** The furthest that the rows can be scrolled. */
    get end(): number {
        return Math.max(0, this.rows * this.rowHeight - this.view);
    }

    clamp(top: number): number {
        return Math.min(Math.max(0, top), this.end);
    }

    /** Where the rows stand when the element is scrolled so far. */
    fromElement(scrolled: number): number {
        const most = this.drawn - this.view;
        if (!this.isMapped || scrolled <= EXACT) {
            return this.clamp(scrolled);
        }
        if (scrolled >= most - EXACT) {
            return this.clamp(this.end - (most - scrolled));
        }
        return EXACT + ((scrolled - EXACT) / (most - 2 * EXACT)) * (this.end - 2 * EXACT);
    }

    /** How far the element must be scrolled so that the rows stand there. */
    toElement(top: number): number {
        const most = this.drawn - this.view;
        if (!this.isMapped || top <= EXACT) {
            return top;
        }
        if (top >= this.end - EXACT) {
            return most - (this.end - top);
        }
        return EXACT + ((top - EXACT) / (this.end - 2 * EXACT)) * (most - 2 * EXACT);
    }
}
