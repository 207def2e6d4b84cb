// Files that were dropped, picked or pasted: which of them are datasets, and which is the validation of which.
import type { OpenFile } from "./open_file.svelte.ts";
import { session } from "./session.svelte.ts";
import { counted } from "./words.ts";

const DATASET = /\.(jsonl|ndjson|json|jsonlines)(\.gz|\.gzip|\.zst|\.zstd)?$/i;
/** What tunesmith itself leaves in folders is no dataset, as for the command line. */
const OURS = /\.rejected\.jsonl$|^(exclusions\.jsonl|manifest\.json)$/;
const HELD_OUT = /(^|[^a-z])(valid|validation|val|dev|test|testing|eval|evaluation|holdout|heldout)([^a-z]|$)/i;
/** More files of one folder than this are hardly meant. */
const MOST = 40;

/** Opens files; those that look like validation data are compared with the training data beside them. */
export function takeFiles(files: File[]): void {
    session.notice = null;
    const [first] = files;
    if (!first) {
        return;
    }
    const heldOut = files.filter((file) => isHeldOut(file.name));
    const training = files.filter((file) => !isHeldOut(file.name));
    const opened: OpenFile[] = [];
    const earlier = session.files.filter((file) => !isHeldOut(file.name) && file.trouble === null);
    for (const file of training) {
        opened.push(session.take(file, file.name));
    }
    const datasets = opened.filter(({ name }) => DATASET.test(name));
    const against = trainingFile(datasets.length > 0 ? datasets : earlier);
    for (const file of heldOut) {
        opened.push(session.take(file, file.name, against?.id ?? null));
    }
    session.visit(opened[0]!);
}

/** The one that holds the training data; with several to choose from the user chooses. */
function trainingFile(files: OpenFile[]): OpenFile | null {
    const named = files.filter(({ name }) => /train/i.test(name));
    const [only, ...others] = named.length > 0 ? named : files;
    return only && others.length === 0 ? only : null;
}

export function isHeldOut(name: string): boolean {
    return HELD_OUT.test(name) && !/train/i.test(name);
}

/** Text that was pasted becomes a file. */
export function takeText(text: string): void {
    const taken = session.files.filter((file) => file.name.startsWith("pasted")).length;
    takeFiles([new File([text], taken ? `pasted-${taken + 1}.jsonl` : "pasted.jsonl", { type: "application/jsonl" })]);
}

/** What was dropped: files, and the dataset files in folders. */
export async function takeDrop(data: DataTransfer): Promise<void> {
    // The entries must be taken before anything waits: the list is emptied after the event.
    const entries = Array.from(data.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
    const loose = Array.from(data.files);
    const text = data.getData("text/plain");
    const folders = entries.filter((entry) => entry.isDirectory);
    if (folders.length === 0) {
        if (loose.length === 0 && text.trim()) {
            takeText(text);
        } else {
            takeFiles(loose);
        }
        return;
    }
    const files: File[] = [];
    for (const entry of entries) {
        if (entry.isFile) {
            files.push(await fileOf(entry as FileSystemFileEntry));
        } else {
            await collect(entry as FileSystemDirectoryEntry, files);
        }
    }
    takeFolder(files, folders[0]!.name);
}

/** The dataset files of a folder. */
export function takeFolder(files: File[], folder: string): void {
    const datasets = files.filter((file) => DATASET.test(file.name) && !OURS.test(file.name) && !/(^|\/)\./.test(file.webkitRelativePath || file.name));
    if (datasets.length === 0) {
        const seen = files.length > 0 ? `It has ${counted(files.length, "file")}, but none that ends` : "It has no files that end";
        session.notice = { kind: "warning", text: `There is no dataset in the folder “${folder}”. ${seen} in .jsonl, .ndjson or .json (or these with .gz or .zst).` };
        return;
    }
    takeFiles(datasets.slice(0, MOST));
    if (datasets.length > MOST) {
        session.notice = { kind: "warning", text: `The folder “${folder}” has ${counted(datasets.length, "dataset file")}; the first ${MOST} were opened.` };
    }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
    return new Promise((done, failed) => entry.file(done, failed));
}

/** Adds the files of a folder and of the folders in it. */
async function collect(folder: FileSystemDirectoryEntry, files: File[]): Promise<void> {
    const reader = folder.createReader();
    for (;;) {
        const entries = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
        if (entries.length === 0 || files.length > 5000) {
            return;
        }
        for (const entry of entries.filter(({ name }) => !name.startsWith("."))) {
            if (entry.isFile) {
                files.push(await fileOf(entry as FileSystemFileEntry));
            } else {
                await collect(entry as FileSystemDirectoryEntry, files);
            }
        }
    }
}
