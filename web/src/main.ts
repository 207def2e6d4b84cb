// Begins the page.
import { mount } from "svelte";
import App from "./App.svelte";
import "./look.css";
import { session, showTheme } from "./state/session.svelte.ts";

const target = document.getElementById("app");
if (target) {
    showTheme(session.theme);
    mount(App, { target });
}
