// Hands a file to the browser to be saved.

/** How long the browser may take to begin saving, in milliseconds. */
const PATIENCE = 60_000;

export function saveAs(blob: Blob, name: string): void {
    const address = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), PATIENCE);
}
