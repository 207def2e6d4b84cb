//! Snippets as answers have them, and mistakes with their places.

use super::check;
use crate::language::Language::{
    self, JavaScript, Json, JsonLines, Jsx, Python, Rust, Toml, Tsx, TypeScript,
};

#[test]
fn snippets_of_every_kind_are_read() {
    let fine: [(Language, &str); 50] = [
        (Rust, "fn main() { println!(\"hi\"); }"),
        (Rust, "use std::fs;\nstruct A<'a> { b: &'a str }"),
        (Rust, "let mut v = vec![1];\nv.push(2);"),
        (Rust, "let x = read().await?;\nx + 1"),
        (Rust, "pub fn new(&self) -> Self { Self {} }"),
        (Rust, "# use std::io;\n# fn main() {\nlet x = 1;\n# }"),
        (Rust, "#[derive(Debug)]\nenum A { B, C(u8) }"),
        (Rust, "name: String,\nage: u8,"),
        (Rust, "Some(x) => x,\nNone => 0,"),
        (Rust, "fn f() {}\n...\nfn g() {}"),
        (Rust, "x.iter().map(|a| a + 1).sum::<i32>() // the end"),
        (Python, "def f(x: int) -> str:\n    return f\"{x!r:>10}\""),
        (
            Python,
            ">>> 1 + 1\n2\n>>> def f():\n...     return 1\n...\n>>> f()\n1",
        ),
        (Python, "    x = 1\n    if x:\n        y()"),
        (Python, "match x:\n    case [1, *rest]:\n        pass"),
        (Python, "%matplotlib inline\n!pip install x\nimport x"),
        (Python, "%%time\nfiles = !ls\nif files:\n    !rm x\nlen?"),
        (Python, "return x"),
        (Python, "await f()"),
        (Python, "def f():\n    ..."),
        (Python, "x = {'a': 1}\n...\ny = 2"),
        (Python, "async with a as b, c:\n    pass"),
        (Python, "print('é')  # ü"),
        (JavaScript, "import a from 'b';\nexport default a;"),
        (JavaScript, "const f = async () => { await g(); };"),
        (JavaScript, "return x;"),
        (JavaScript, "await fetch('/a')"),
        (JavaScript, "const A = () => <div className=\"x\">hi</div>;"),
        (JavaScript, "with (a) { b }"),
        (JavaScript, "a: 1,\nb: () => 2"),
        (JavaScript, "{ \"a\": 1, \"b\": [2] }"),
        (
            JavaScript,
            "constructor() { super(); }\nget x() { return 1 }",
        ),
        (JavaScript, "const {a, ...rest} = b ?? c?.d;"),
        (JavaScript, "f();\n...\ng();"),
        (JavaScript, "var x = require('y')"),
        (Jsx, "<App />"),
        (
            TypeScript,
            "interface A<T> { b?: T; }\ntype C = keyof A<string>;",
        ),
        (TypeScript, "const x = <number>y;"),
        (
            TypeScript,
            "enum A { B }\nfunction f(this: A, x!: number) {}"
                .split('\n')
                .next()
                .unwrap(),
        ),
        (
            TypeScript,
            "@Injectable()\nexport class A { constructor(private b: B) {} }",
        ),
        (Tsx, "const A: FC<P> = ({ a }: P) => <b>{a}</b>;"),
        (Json, "{\"a\": [1, null]}"),
        (Json, "{\"a\": 1}\n{\"a\": 2}"),
        (JsonLines, "{\"a\": 1}\n\n[2]"),
        (Toml, "a = 1\n[b]\nc = [\"d\"]"),
        (Toml, ""),
        (TypeScript, "declare module 'x' { export const y: string }"),
        (Rust, ""),
        (Rust, ".map(|x| x + 1)\n.collect()"),
        (JavaScript, ".attr('a', 1)\n.attr('b', 2)"),
    ];
    for (language, code) in fine {
        assert_eq!(check(code, language), Ok(()), "{language:?}: {code}");
    }
}

#[test]
fn mistakes_are_placed() {
    let wrong: [(Language, &str, usize, usize); 14] = [
        (Rust, "fn main() {\n    let x = ;\n}", 2, 13),
        (Rust, "let x = 1\nlet y = 2;", 2, 1),
        (Rust, "fn main() {", 1, 11),
        (Python, "def f(:\n    pass", 1, 7),
        // The parser's own mode for notebooks panics over this.
        (Python, "\"\"{]\r;", 1, 3),
        (Python, "x = 1\nif x\n    y()", 2, 5),
        (Python, "print 'x'", 1, 7),
        (Python, ">>> x = (\n>>> y", 1, 6),
        (JavaScript, "const = 1;", 1, 7),
        (JavaScript, "function f() {\n  return (1;\n}", 2, 12),
        (TypeScript, "const x: = 1;", 1, 10),
        (Json, "{\"a\": 1,}", 1, 9),
        (JsonLines, "{\"a\": 1}\n{\"a\"", 2, 4),
        (Toml, "a = 1\nb = ", 2, 5),
    ];
    let mut other = Vec::new();
    for (language, code, line, column) in wrong {
        let mistake = check(code, language).expect_err(code);
        if (mistake.line, mistake.column) != (line, column) {
            other.push((code, mistake));
        }
    }
    assert_eq!(other, []);
}
