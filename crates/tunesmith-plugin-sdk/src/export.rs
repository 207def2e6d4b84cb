//! The one macro that makes a component of a plugin. Natively it only checks that the type implements its trait.

/// Exports a plugin: `export!(scorer: MyScorer);`, `export!(generator: MyGenerator);`, `export!(judge: MyJudge);` or
/// `export!(filter: MyFilter);`, once per crate, at the end of `lib.rs`. The crate is built as a `cdylib` for `wasm32-unknown-unknown`.
#[macro_export]
macro_rules! export {
    (scorer: $plugin:ty) => {
        const _: () = $crate::__is_scorer::<$plugin>();
        $crate::__export_kind!(ScorerComponent, scorer, $plugin);
    };
    (generator: $plugin:ty) => {
        const _: () = $crate::__is_generator::<$plugin>();
        $crate::__export_kind!(GeneratorComponent, generator, $plugin);
    };
    (judge: $plugin:ty) => {
        const _: () = $crate::__is_judge::<$plugin>();
        $crate::__export_kind!(JudgeComponent, judge, $plugin);
    };
    (filter: $plugin:ty) => {
        const _: () = $crate::__is_filter::<$plugin>();
        $crate::__export_kind!(FilterComponent, filter, $plugin);
    };
    ($($other:tt)*) => {
        ::std::compile_error!("say what the plugin is: `export!(scorer: T)`, `export!(generator: T)`, `export!(judge: T)` or `export!(filter: T)`");
    };
}

/// Gives the plugin its slot and the component its exported functions.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_kind {
    ($component:ident, $kind:ident, $plugin:ty) => {
        #[cfg(target_family = "wasm")]
        const _: () = {
            ::std::thread_local! {
                static PLUGIN: ::std::cell::OnceCell<$plugin> = const { ::std::cell::OnceCell::new() };
            }
            struct Slot;
            impl $crate::guest::Slot for Slot {
                type Plugin = $plugin;
                fn with<T>(look: impl FnOnce(&::std::cell::OnceCell<$plugin>) -> T) -> T {
                    PLUGIN.with(look)
                }
            }
            type Component = $crate::guest::$component<Slot>;
            $crate::guest::bindings::about::export!(Component with_types_in $crate::guest::bindings::about);
            $crate::guest::bindings::$kind::export!(Component with_types_in $crate::guest::bindings::$kind);
        };
    };
}

/// Lets the native build of a plugin notice a missing trait.
#[doc(hidden)]
pub const fn __is_scorer<S: crate::Scorer>() {}

/// Lets the native build of a plugin notice a missing trait.
#[doc(hidden)]
pub const fn __is_generator<G: crate::Generator>() {}

/// Lets the native build of a plugin notice a missing trait.
#[doc(hidden)]
pub const fn __is_judge<J: crate::Judge>() {}

/// Lets the native build of a plugin notice a missing trait.
#[doc(hidden)]
pub const fn __is_filter<F: crate::Filter>() {}
