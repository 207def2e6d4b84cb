//! Files made to keep a compiler busy: refused in words, at once.

use std::time::Instant;

use wasm_encoder::{
    BlockType, CodeSection, Component, Function, FunctionSection, Instruction, Module,
    ModuleSection, TypeSection, ValType,
};

use super::host;

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

/// `branches` loops or ifs, each of which sets one local.
fn tangled(locals: u32, branches: u32) -> Function {
    let mut body = Function::new([(locals, ValType::I32)]);
    for branch in 0..branches {
        let local = 1 + branch % locals;
        body.instruction(&Instruction::LocalGet(1 + (branch * 7) % locals))
            .instruction(&Instruction::If(BlockType::Empty))
            .instruction(&Instruction::LocalGet(0))
            .instruction(&Instruction::LocalSet(local))
            .instruction(&Instruction::End);
    }
    body.instruction(&Instruction::End);
    body
}

fn nested(locals: u32, depth: u32) -> Function {
    let mut body = Function::new([(locals, ValType::I32)]);
    for d in 0..depth {
        body.instruction(&Instruction::Loop(BlockType::Empty));
        body.instruction(&Instruction::LocalGet(0))
            .instruction(&Instruction::LocalSet(1 + d % locals));
    }
    for d in 0..depth {
        body.instruction(&Instruction::LocalGet(1 + (d * 7) % locals))
            .instruction(&Instruction::BrIf(0))
            .instruction(&Instruction::End);
    }
    body.instruction(&Instruction::End);
    body
}

fn straight(bytes: usize) -> Function {
    let mut body = Function::new([(1, ValType::I32)]);
    for _ in 0..bytes / 7 {
        body.instruction(&Instruction::LocalGet(0))
            .instruction(&Instruction::LocalGet(1))
            .instruction(&Instruction::I32Add)
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

#[test]
#[ignore]
fn experiment() {
    let kind = std::env::var("K").unwrap();
    let a: u32 = std::env::var("A").unwrap().parse().unwrap();
    let b: u32 = std::env::var("B").unwrap().parse().unwrap();
    let bytes = match kind.as_str() {
        "empty" => component((0..a).map(|_| empty())),
        "tangled" => component([tangled(a, b)]),
        "nested" => component([nested(a, b)]),
        "blocks" => component([blocks(a, b)]),
        _ => component([straight(a as usize)]),
    };
    let started = Instant::now();
    let _ = host().load(&bytes, "x.wasm").err();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let hwm = status.lines().find(|l| l.starts_with("VmHWM")).unwrap();
    println!(
        "R {kind:<10} {a} {b} {:>9} B {:>7} ms {hwm}",
        bytes.len(),
        started.elapsed().as_millis()
    );
}

fn blocks(locals: u32, depth: u32) -> Function {
    let mut body = Function::new([(locals, ValType::I32)]);
    for _ in 0..depth {
        body.instruction(&Instruction::Block(BlockType::Empty));
    }
    for d in 0..depth {
        body.instruction(&Instruction::LocalGet(1 + (d * 7) % locals))
            .instruction(&Instruction::BrIf(0))
            .instruction(&Instruction::LocalGet(0))
            .instruction(&Instruction::LocalSet(1 + d % locals))
            .instruction(&Instruction::End);
    }
    body.instruction(&Instruction::End);
    body
}
