//! What a plugin's file is, and what its description says.

use std::path::Path;

use tunesmith_plugin_host::Plugin;

use super::Line;

/// Larger plugins are a burden to share and to compile. Interpreters have 20 MB.
const LARGE: u64 = 30_000_000;

pub(super) fn lines(plugin: &Plugin, path: &Path) -> Vec<Line> {
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    let size = format!(
        "{:.1} kB, sha256 {}",
        bytes as f64 / 1000.0,
        plugin.digest()
    );
    let description = plugin.description();
    let mut lines = vec![
        if bytes > LARGE {
            Line::warning(
                "file",
                size,
                "hand data in as settings or seeds; leave out what it does not need",
            )
        } else {
            Line::ok("file", size)
        },
        Line::ok("api", format!("line {}, a {}", plugin.api(), plugin.kind())),
        Line::ok("exports", plugin.exports().join(", ")),
        Line::ok("imports", list(plugin.imports())),
        Line::ok("abilities", list(&description.abilities)),
        named(plugin, path),
        version(&description.version),
    ];
    for (name, text, help) in [
        (
            "summary",
            &description.summary,
            "say in one sentence what it does and what its marks mean: `plugin list` shows it",
        ),
        (
            "licence",
            &description.licence,
            "name it as an SPDX expression, such as \"Apache-2.0\": without one nobody may pass it on",
        ),
    ] {
        lines.push(present(name, text, help));
    }
    let authors: Vec<&str> = description.authors.iter().map(String::as_str).collect();
    let help = "name them as \"Name <address>\": whoever finds a fault wants to tell somebody";
    lines.push(present("authors", &authors.join(", "), help));
    let written = description.documentation.lines().count();
    lines.push(if description.documentation.trim().is_empty() {
        Line::warning(
            "documentation",
            "none",
            "say in Markdown what it looks at, what its marks and figures mean, and where it errs",
        )
    } else {
        Line::ok("documentation", format!("{written} lines of Markdown"))
    });
    lines
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

fn present(name: &'static str, text: &str, help: &str) -> Line {
    if text.trim().is_empty() {
        Line::warning(name, "none", help)
    } else {
        Line::ok(name, text)
    }
}

/// Recipes name a plugin by its file; people by what it calls itself.
fn named(plugin: &Plugin, path: &Path) -> Line {
    let name = &plugin.description().name;
    let file = path.file_stem().unwrap_or_default().to_string_lossy();
    if file.replace('_', "-") == *name {
        return Line::ok("name", name);
    }
    Line::warning(
        "name",
        format!("{name}, in a file called {file}"),
        format!("call the file {name}.wasm: recipes name a plugin by its file"),
    )
}

fn version(version: &str) -> Line {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<&str> = core.split('.').collect();
    let is_semver =
        numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u64>().is_ok());
    if is_semver {
        Line::ok("version", version)
    } else {
        Line::warning("version", version, "write it as 1.2.3: https://semver.org")
    }
}
