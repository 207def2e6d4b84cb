//! What a file asks for before anything of it runs: the import list is the list of abilities.

use wasmtime::Engine;
use wasmtime::component::types::{ComponentInstance, ComponentItem};

/// The interfaces of a component that bring something with them. One that only names types allows nothing.
pub(crate) fn of_component(
    engine: &Engine,
    component: &wasmtime::component::Component,
) -> Vec<String> {
    let component = component.component_type();
    let imports = component.imports(engine);
    imports
        .filter(|(_, item)| brings_something(engine, &item.ty))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn brings_something(engine: &Engine, item: &ComponentItem) -> bool {
    match item {
        ComponentItem::Type(_) => false,
        ComponentItem::ComponentInstance(instance) => instance_brings_something(engine, instance),
        ComponentItem::ComponentFunc(_)
        | ComponentItem::CoreFunc(_)
        | ComponentItem::Module(_)
        | ComponentItem::Component(_)
        | ComponentItem::Resource(_) => true,
    }
}

fn instance_brings_something(engine: &Engine, instance: &ComponentInstance) -> bool {
    instance
        .exports(engine)
        .any(|(_, item)| brings_something(engine, &item.ty))
}
