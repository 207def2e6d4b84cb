// Begins the page.
import "./privacy/lock.ts";
import { mount } from "svelte";
import App from "./App.svelte";
import "./look.css";
import { session, showTheme } from "./state/session.svelte.ts";

const target = document.getElementById("app");
// What is lacking has been said by the script in the HTML.
const lacking = "tunesmithLacks" in window;
if (target && !lacking) {
    showTheme(session.theme);
    mount(App, { target });
}
