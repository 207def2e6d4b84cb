// Tells from the first bytes that a file is no dataset, and what to do instead.

export interface Trouble {
    title: string;
    /** What the file is, and why it can not be checked. */
    why: string;
    /** What to do, step by step or as choices. */
    todo: string[];
    /** Whether checking it anyway makes sense. */
    anyway: boolean;
}

const HEAD = 4096;

interface Kind {
    /** Whether a file that begins so is one. */
    is: (head: Uint8Array, text: string, name: string) => boolean;
    trouble: (name: string) => Trouble;
}

function begins(...bytes: number[]): Kind["is"] {
    return (head) => bytes.every((byte, at) => head[at] === byte);
}

const asLines = "save it as JSON Lines: one JSON object for each example, each on a line of its own";

const KINDS: Kind[] = [
    {
        is: (head) => head.length === 0,
        trouble: (name) => ({
            title: `${name} is empty`,
            why: "The file has 0 bytes, so there is nothing to check.",
            todo: ["Was the export or the download cut off? Make the file again and drop it here.", "If a program still writes it, wait until it is done."],
            anyway: true,
        }),
    },
    {
        is: begins(0x25, 0x50, 0x44, 0x46),
        trouble: (name) => ({
            title: `${name} is a PDF`,
            why: "A PDF holds pages for reading. Training needs conversations: what a user asks and what the model should answer.",
            todo: ["Copy the text into questions and answers, one conversation for each line of a .jsonl file.", "`tunesmith run` can make such conversations from your texts with a model."],
            anyway: false,
        }),
    },
    {
        is: begins(0x50, 0x4b, 0x03, 0x04),
        trouble: (name) => {
            if (/\.(xlsx|ods)$/i.test(name)) {
                return { title: `${name} is a spreadsheet`, why: "Spreadsheets are not read here.", todo: [`Write a small script that reads the rows, or ${asLines}.`], anyway: false };
            }
            if (/\.(docx|odt|pptx)$/i.test(name)) {
                return { title: `${name} is a text document`, why: "Documents are not read here.", todo: ["Put each question and its answer on one line of a .jsonl file."], anyway: false };
            }
            return { title: `${name} is a ZIP archive`, why: "An archive may hold many files; the page does not look into it.", todo: ["Unpack it (on most computers: a double click).", "Drop the .jsonl file that was in it, or the whole folder, here."], anyway: false };
        },
    },
    {
        is: begins(0x50, 0x41, 0x52, 0x31),
        trouble: (name) => ({
            title: `${name} is a Parquet file`,
            why: "Parquet holds tables in columns; fine-tuning takes JSON Lines.",
            todo: [`With Python: \`import pandas; pandas.read_parquet("${name}").to_json("data.jsonl", orient="records", lines=True)\``, 'From Hugging Face: `dataset.to_json("data.jsonl")`', "Then drop data.jsonl here."],
            anyway: false,
        }),
    },
    {
        is: begins(0x41, 0x52, 0x52, 0x4f, 0x57, 0x31),
        trouble: (name) => ({
            title: `${name} is an Arrow file`,
            why: "Arrow holds tables in columns; fine-tuning takes JSON Lines.",
            todo: ['With Python: `datasets.Dataset.from_file("FILE").to_json("data.jsonl")`', "Then drop data.jsonl here."],
            anyway: false,
        }),
    },
    {
        is: (_, text) => text.startsWith("SQLite format 3"),
        trouble: (name) => ({ title: `${name} is a database`, why: "This is an SQLite database, not a dataset.", todo: ["If it is `run.db` of a tunesmith run: drop `train.jsonl` from the same folder."], anyway: false }),
    },
    {
        is: (head, text, name) =>
            begins(0xfd, 0x37, 0x7a, 0x58, 0x5a)(head, text, name) || text.startsWith("BZh") || begins(0x37, 0x7a, 0xbc, 0xaf)(head, text, name) || text.startsWith("Rar!"),
        trouble: (name) => ({ title: `${name} is packed`, why: "The page unpacks .gz and .zst, but not this kind.", todo: ["Unpack it and drop the .jsonl file here.", "Or pack it as .gz."], anyway: false }),
    },
    {
        is: (head, text, name) => begins(0x89, 0x50, 0x4e, 0x47)(head, text, name) || begins(0xff, 0xd8, 0xff)(head, text, name) || text.startsWith("GIF8") || text.startsWith("RIFF"),
        trouble: (name) => ({ title: `${name} is a picture or a recording`, why: "A dataset is text: one conversation on each line. Pictures are named or embedded in its messages.", todo: ["Drop the .jsonl file that speaks of it."], anyway: false }),
    },
    {
        is: (_, text) => /^\s*<(!doctype html|html|\?xml)/i.test(text),
        trouble: (name) => ({ title: `${name} is a web page, not a dataset`, why: "A download that asks for a login often saves the login page under the name of the file.", todo: ["Open the file in the browser to see what it is.", "Download the dataset again while you are logged in."], anyway: true }),
    },
    {
        is: (_, text, name) => /\.(csv|tsv)$/i.test(name) && !/^\s*[[{]/.test(text),
        trouble: (name) => ({
            title: `${name} is a table (CSV)`,
            why: "Fine-tuning takes JSON Lines: each line is one conversation as a JSON object.",
            todo: [
                `With Python, for columns \`question\` and \`answer\`: \`import csv, json; [print(json.dumps({"messages": [{"role": "user", "content": row["question"]}, {"role": "assistant", "content": row["answer"]}]})) for row in csv.DictReader(open("${name}"))]\``,
                "Save what it prints as data.jsonl and drop that here.",
            ],
            anyway: true,
        }),
    },
    {
        is: (head, text) => isBinary(head) && !isPacked(head) && !text.startsWith("\ufeff"),
        trouble: (name) => ({ title: `${name} is not a text file`, why: "It has bytes that no text has, so it is no JSON Lines file.", todo: [`If a program made it, look for an export and ${asLines}.`], anyway: true }),
    },
];

/** gzip and Zstandard, which are unpacked. */
function isPacked(head: Uint8Array): boolean {
    return (head[0] === 0x1f && head[1] === 0x8b) || (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd);
}

/** Many zero bytes that are not UTF-16, where every other byte of plain text is zero. */
function isBinary(head: Uint8Array): boolean {
    if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
        return false;
    }
    const zeros = [0, 0];
    head.forEach((byte, at) => {
        if (byte === 0) {
            zeros[at % 2]! += 1;
        }
    });
    const [even, odd] = [zeros[0]!, zeros[1]!];
    const utf16 = Math.max(even, odd) > head.length / 4 && Math.min(even, odd) < head.length / 50;
    return even + odd > head.length / 50 && !utf16;
}

/** What is wrong with a file as a whole; null for what may be a dataset. */
export async function troubleOf(blob: Blob, name: string): Promise<Trouble | null> {
    const head = new Uint8Array(await blob.slice(0, HEAD).arrayBuffer());
    const text = new TextDecoder("latin1").decode(head);
    return KINDS.find((kind) => kind.is(head, text, name))?.trouble(name) ?? null;
}
