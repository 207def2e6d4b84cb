// Ends work that is no longer wanted.

/** Its message is what the page knows it by. */
export class Cancelled extends Error {
    constructor() {
        super("cancelled");
    }
}

export function stopIf(isCancelled: () => boolean): void {
    if (isCancelled()) {
        throw new Cancelled();
    }
}
