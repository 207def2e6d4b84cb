//! Languages: what info strings call them, and which of them have a parser here.

/// A language that is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Language {
    JavaScript,
    Json,
    JsonLines,
    Jsx,
    Python,
    Rust,
    Toml,
    Tsx,
    TypeScript,
}

/// What an info string means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// There is none.
    None,
    /// A language that is parsed.
    Parsed(Language),
    /// Another language, or plain text, by its usual name.
    Known(String),
    /// No language's name.
    Unknown(String),
}

const PARSED: [(&str, Language); 28] = [
    ("cjs", Language::JavaScript),
    ("es6", Language::JavaScript),
    ("ipython", Language::Python),
    ("ipython3", Language::Python),
    ("javascript", Language::JavaScript),
    ("js", Language::JavaScript),
    ("json", Language::Json),
    ("jsonl", Language::JsonLines),
    ("jsonlines", Language::JsonLines),
    ("jsx", Language::Jsx),
    ("mjs", Language::JavaScript),
    ("mts", Language::TypeScript),
    ("ndjson", Language::JsonLines),
    ("node", Language::JavaScript),
    ("nodejs", Language::JavaScript),
    ("py", Language::Python),
    ("py3", Language::Python),
    ("pycon", Language::Python),
    ("python", Language::Python),
    ("python-repl", Language::Python),
    ("python2", Language::Python),
    ("python3", Language::Python),
    ("rs", Language::Rust),
    ("rust", Language::Rust),
    ("toml", Language::Toml),
    ("ts", Language::TypeScript),
    ("tsx", Language::Tsx),
    ("typescript", Language::TypeScript),
];

/// Names of what is not parsed here.
const KNOWN: [&str; 153] = [
    "ada",
    "apache",
    "applescript",
    "arduino",
    "asciidoc",
    "asm",
    "assembly",
    "astro",
    "awk",
    "bash",
    "bat",
    "batch",
    "bibtex",
    "brainfuck",
    "c",
    "c#",
    "c++",
    "caddyfile",
    "clj",
    "clojure",
    "cmake",
    "cmd",
    "cobol",
    "coffee",
    "coffeescript",
    "conf",
    "console",
    "cpp",
    "crystal",
    "cs",
    "csharp",
    "css",
    "csv",
    "cuda",
    "cypher",
    "cython",
    "d",
    "dart",
    "delphi",
    "diff",
    "docker",
    "dockerfile",
    "dot",
    "elixir",
    "elm",
    "env",
    "erlang",
    "ex",
    "f#",
    "fish",
    "fortran",
    "fsharp",
    "gherkin",
    "git",
    "gitignore",
    "gleam",
    "glsl",
    "go",
    "golang",
    "gradle",
    "graphql",
    "graphviz",
    "groovy",
    "haskell",
    "hcl",
    "hs",
    "html",
    "http",
    "ini",
    "java",
    "jinja",
    "jinja2",
    "json5",
    "jsonc",
    "julia",
    "kotlin",
    "kt",
    "kusto",
    "latex",
    "less",
    "lisp",
    "log",
    "lua",
    "make",
    "makefile",
    "markdown",
    "math",
    "matlab",
    "md",
    "mdx",
    "mermaid",
    "mssql",
    "mysql",
    "nginx",
    "nim",
    "nix",
    "objc",
    "objective-c",
    "ocaml",
    "output",
    "pascal",
    "perl",
    "php",
    "pl",
    "plain",
    "plaintext",
    "plsql",
    "postgres",
    "postgresql",
    "powershell",
    "prisma",
    "prolog",
    "properties",
    "proto",
    "protobuf",
    "ps1",
    "pseudo",
    "pseudocode",
    "puppet",
    "r",
    "racket",
    "rb",
    "regex",
    "rst",
    "ruby",
    "sass",
    "scala",
    "scheme",
    "scss",
    "sh",
    "shell",
    "solidity",
    "sql",
    "sqlite",
    "svelte",
    "svg",
    "swift",
    "sh-session",
    "tcl",
    "terraform",
    "tex",
    "text",
    "tsql",
    "txt",
    "vb",
    "verilog",
    "vhdl",
    "vim",
    "vue",
    "wasm",
    "xml",
    "yaml",
    "zig",
];

/// Further ones.
const MORE: [&str; 10] = [
    "dos",
    "excel",
    "kql",
    "none",
    "svg",
    "vba",
    "wat",
    "yml",
    "zsh",
    "shell-session",
];

impl Language {
    /// Its name in reports and settings.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::JavaScript => "javascript",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Jsx => "jsx",
            Self::Python => "python",
            Self::Rust => "rust",
            Self::Toml => "toml",
            Self::Tsx => "tsx",
            Self::TypeScript => "typescript",
        }
    }
}

/// Reads an info string: its first word, without `{.x}`, attributes and file names.
pub(crate) fn label(info: &str) -> Label {
    let info = info.trim().trim_start_matches(['{', '.']);
    let word = info
        .split(|it: char| it.is_whitespace() || ",{}:=;(".contains(it))
        .next()
        .unwrap_or_default();
    let word = word.to_lowercase();
    let word = word
        .trim_start_matches("language-")
        .trim_start_matches("lang-");
    if word.is_empty() {
        return Label::None;
    }
    named(word)
}

/// What a single word means.
pub(crate) fn named(word: &str) -> Label {
    if let Ok(at) = PARSED.binary_search_by(|(name, _)| (*name).cmp(word)) {
        return Label::Parsed(PARSED[at].1);
    }
    if KNOWN.contains(&word) || MORE.contains(&word) {
        Label::Known(word.to_owned())
    } else {
        Label::Unknown(word.to_owned())
    }
}

/// The language of a block without a label, as far as a few sure signs tell.
pub(crate) fn guess(code: &str) -> Option<Language> {
    let first = code.trim_start();
    let line = |test: fn(&str) -> bool| code.lines().any(|line| test(line.trim()));
    if first.starts_with(['{', '['])
        && first.trim_end().ends_with(['}', ']'])
        && first.contains('"')
    {
        return Some(Language::Json);
    }
    if first.starts_with(">>> ")
        || line(|it| (it.starts_with("def ") || it.starts_with("class ")) && it.ends_with(':'))
        || line(|it| it.starts_with("from ") && it.contains(" import "))
    {
        return Some(Language::Python);
    }
    if line(|it| {
        it.starts_with("fn ")
            || it.starts_with("pub fn ")
            || it.starts_with("let mut ")
            || it.starts_with("impl ")
    }) && code.contains('{')
    {
        return Some(Language::Rust);
    }
    let script = line(|it| {
        it.starts_with("const ") || it.starts_with("function ") || it.starts_with("export ")
    });
    (script && code.contains(['=', '{'])).then_some(Language::JavaScript)
}

#[cfg(test)]
mod tests {
    use super::{Label, Language, PARSED, guess, label};

    #[test]
    fn info_strings_are_read() {
        assert!(PARSED.is_sorted());
        for python in [
            "python",
            "Python3",
            "py title=\"a.py\"",
            "{.python .numberLines}",
            "python:main.py",
            "language-python",
        ] {
            assert_eq!(label(python), Label::Parsed(Language::Python), "{python}");
        }
        assert_eq!(label("rust,ignore"), Label::Parsed(Language::Rust));
        assert_eq!(label("c++"), Label::Known("c++".to_owned()));
        assert_eq!(label("pyhton"), Label::Unknown("pyhton".to_owned()));
        assert_eq!(label("  "), Label::None);
    }

    #[test]
    fn unlabelled_code_is_guessed() {
        assert_eq!(guess("def f(x):\n    return x"), Some(Language::Python));
        assert_eq!(guess("{\"a\": 1}"), Some(Language::Json));
        assert_eq!(guess("fn main() {}"), Some(Language::Rust));
        assert_eq!(guess("const a = 1"), Some(Language::JavaScript));
        assert_eq!(guess("ls -l"), None);
    }
}
