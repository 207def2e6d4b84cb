//! Files made to keep a compiler busy, or to take all memory before they say anything: refused in words, in bounded time.

use std::io::Write as _;
use std::time::{Duration, Instant};

use wasm_encoder::{
    BlockType, CodeSection, Component, Function, FunctionSection, Instruction, MemorySection,
    MemoryType, Module, ModuleSection, RawSection, RefType, TableSection, TableType, TypeSection,
    ValType,
};
use wasmparser::{Parser, Payload};

use tunesmith_plugin_host::{Host, HostSettings};

use super::hostile::row;
use super::{bytes, host};

#[track_caller]
fn is_refused(name: &str, file: &[u8], happened: &str, expected: &str) {
    let started = Instant::now();
    let error = host().load(file, "x.wasm").err().unwrap().to_string();
    row(name, happened, started, &error);
    assert_eq!(error, expected, "{name}");
}

/// A component that holds one module of these functions, all `(i32) -> ()`.
fn component(bodies: impl IntoIterator<Item = Function>) -> Vec<u8> {
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for body in bodies {
        functions.function(0);
        code.function(&body);
    }
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], []);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    let mut component = Component::new();
    component.section(&ModuleSection(&module));
    component.finish()
}

/// Loops inside loops, each of which sets a variable: compilers take the cube of the depth over it.
fn nested(depth: u32) -> Function {
    const LOCALS: u32 = 10;
    let mut body = Function::new([(LOCALS, ValType::I32)]);
    for turn in 0..depth {
        body.instruction(&Instruction::Loop(BlockType::Empty))
            .instruction(&Instruction::LocalGet(0))
            .instruction(&Instruction::LocalSet(1 + turn % LOCALS));
    }
    for turn in 0..depth {
        body.instruction(&Instruction::LocalGet(1 + (turn * 7) % LOCALS))
            .instruction(&Instruction::BrIf(0))
            .instruction(&Instruction::End);
    }
    body.instruction(&Instruction::End);
    body
}

/// A function of about this many bytes, with so many variables.
fn long(bytes: u32, locals: u32) -> Function {
    let mut body = Function::new([(locals, ValType::I32)]);
    for _ in 0..bytes / 4 {
        body.instruction(&Instruction::LocalGet(0))
            .instruction(&Instruction::LocalSet(1));
    }
    body.instruction(&Instruction::End);
    body
}

fn empty() -> Function {
    let mut body = Function::new([]);
    body.instruction(&Instruction::End);
    body
}

const LESS: &str = "leave out what it does not need, or split it into several plugins";

#[test]
fn too_much_code_is_not_compiled() {
    is_refused(
        "a component of 150,000 functions",
        &component((0..150_000).map(|_| empty())),
        "refused, not compiled",
        &format!("`x.wasm` has 150000 functions; a plugin has at most 100000; {LESS}"),
    );
    is_refused(
        "a component with a function of 2 MB",
        &component([long(2_000_000, 1)]),
        "refused, not compiled",
        &format!(
            "`x.wasm` has a function of 2000004 bytes; a plugin's have at most 1048576; {LESS}"
        ),
    );
    is_refused(
        "a component with 50,000 variables in 100 kB",
        &component([long(100_000, 49_000)]),
        "refused, not compiled",
        &format!(
            "`x.wasm` has a function with so many variables and so much code that compiling it would take minutes; {LESS}"
        ),
    );
}

/// 15 kB that take an optimising compiler seconds; 60 kB would take it hours.
#[test]
fn a_knot_of_loops_is_given_up() {
    let file = component([nested(1_500)]);
    // Without the folder of compiled code, where it would lie from the second time on.
    let host = Host::new(HostSettings::default())
        .unwrap()
        .with_compile_time(Duration::from_secs(1));
    let started = Instant::now();
    let error = host.load(&file, "x.wasm").err().unwrap().to_string();
    let took = started.elapsed();
    row(
        &format!(
            "a component of {} kB with 1,500 loops in each other",
            file.len() / 1000
        ),
        "given up after the limit, here 1 s instead of 60",
        started,
        &error,
    );
    assert_eq!(
        error,
        "`x.wasm` was not compiled within 1 s, the limit; if the machine was busy, try again; otherwise its code is made to keep \
         compilers busy, or is far too large"
    );
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[test]
fn a_file_of_200_mb_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.wasm");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(b"\0asm\x0d\0\x01\0").unwrap();
    file.set_len(200 << 20).unwrap();
    let started = Instant::now();
    let error = host().load_file(&path).err().unwrap().to_string();
    let said = error.replace(&path.display().to_string(), "huge.wasm");
    row("a file of 200 MB", "refused, not read", started, &said);
    assert_eq!(
        said,
        "`huge.wasm` has 209715200 bytes; a plugin has at most 134217728: leave data out of it and hand it in as seeds"
    );
}

/// The module with another section in place of the one of this kind.
fn with_section(module: &[u8], id: u8, section: &impl wasm_encoder::Section) -> Vec<u8> {
    let mut changed = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload: Payload<'_> = payload.unwrap();
        if let Some((found, range)) = payload.as_section() {
            if found == id {
                changed.section(section);
            } else {
                let data = &module[range];
                changed.section(&RawSection { id: found, data });
            }
        }
    }
    changed.finish()
}

const TABLES: u8 = 4;
const MEMORIES: u8 = 5;

#[test]
fn a_plugin_that_begins_too_large_does_not_begin() {
    let honest = bytes("scorer_ok");
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 65_536,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    is_refused(
        "a plugin of 30 kB that begins with 4 GiB of memory",
        &with_section(&honest, MEMORIES, &memories),
        "memory was refused, nothing of it ran",
        "`x.wasm` does not say what it is: wanted more than 64 MiB of memory, its limit; correct its `describe`",
    );
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        minimum: 9_999_999,
        maximum: None,
        table64: false,
        shared: false,
    });
    is_refused(
        "a plugin of 30 kB that begins with a table of ten million entries",
        &with_section(&honest, TABLES, &tables),
        "memory was refused, nothing of it ran",
        "`x.wasm` does not say what it is: wanted more than 64 MiB of memory, its limit; correct its `describe`",
    );
}
