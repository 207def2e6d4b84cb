// The ways by which a page can reach a network, each tried for real. One entry for each; the list is the documentation.
//
// A page can not always see whether it was stopped: some ways give no event. What is said of them is then only that, and the project's own tests
// count at a server what really arrives.

import { takenAway } from "./lock.ts";

/** How an attempt ended, as far as the page itself can tell. */
export interface Attempt {
    /** The browser does not have this way; or why the page has it not. */
    missing?: true | string;
    /** The directive of the policy that refused it, where the page gets no event of it, or how else it was refused. */
    refused?: string;
    /** Something came back, or a connection was made: it was not refused. */
    reached?: boolean;
    /** Takes away what the attempt put into the page. */
    tidy?: () => void;
}

export interface Channel {
    name: string;
    /** For those who know. */
    how: string;
    /** The policy's directives that can refuse it. */
    directives: string[];
    /** Why no event tells that it was refused, if none does. */
    silent?: string;
    /** What can get out by it, where no policy covers it. */
    uncovered?: string;
    attempt: (url: string) => Attempt | Promise<Attempt>;
}

const AWAY = "position:fixed;left:-9px;top:0;width:1px;height:1px";

/** Puts an element into the page and takes it away later. */
function put(name: string, set: (element: HTMLElement) => void, inside: "head" | "body" = "body"): Promise<Attempt> {
    const element = document.createElement(name);
    set(element);
    // Not `hidden`: what is not laid out is not loaded.
    element.style.cssText = AWAY;
    return new Promise((done) => {
        const tidy = () => element.remove();
        // Resources that may be read by nobody still say `load` when they came.
        element.addEventListener("load", () => done({ reached: element.tagName !== "IFRAME", tidy }));
        element.addEventListener("error", () => done({ tidy }));
        setTimeout(() => done({ tidy }), 700);
        document[inside].append(element);
    });
}

function link(rel: string, more: Record<string, string> = {}): Channel["attempt"] {
    return (url) =>
        put(
            "link",
            (element) => {
                for (const [name, value] of Object.entries({ rel, href: url, ...more })) {
                    element.setAttribute(name, value);
                }
            },
            "head",
        );
}

function source(name: string, key: "src" | "data", more: Record<string, string> = {}): Channel["attempt"] {
    return (url) =>
        put(name, (element) => {
            for (const [attribute, value] of Object.entries({ ...more, [key]: url })) {
                element.setAttribute(attribute, value);
            }
        });
}

/** A worker that tries something and says how it went; it hears itself what the policy refuses. */
function inWorker(code: string): Promise<Attempt> {
    const listen = 'addEventListener("securitypolicyviolation",(event)=>postMessage(event.effectiveDirective));';
    const place = URL.createObjectURL(new Blob([listen, code], { type: "text/javascript" }));
    return new Promise((done) => {
        const worker = new Worker(place);
        const end = (attempt: Attempt) => {
            worker.terminate();
            URL.revokeObjectURL(place);
            done(attempt);
        };
        worker.onmessage = (event) => end(event.data === "reached" ? { reached: true } : { refused: String(event.data) });
        worker.onerror = () => end({});
        setTimeout(() => end({}), 900);
    });
}

function webSocket(url: string): string {
    return url.replace(/^http/, "ws");
}

export const CHANNELS: Channel[] = [
    {
        name: "Request",
        how: "fetch()",
        directives: ["connect-src"],
        attempt: async (url) => {
            try {
                await fetch(url, { mode: "no-cors", cache: "no-store" });
                return { reached: true };
            } catch {
                return {};
            }
        },
    },
    {
        name: "Old request",
        how: "XMLHttpRequest",
        directives: ["connect-src"],
        attempt: (url) =>
            new Promise((done) => {
                const request = new XMLHttpRequest();
                request.onload = () => done({ reached: true });
                request.onerror = () => done({});
                request.timeout = 1000;
                request.ontimeout = () => done({});
                try {
                    request.open("GET", url);
                    request.send();
                } catch {
                    done({});
                }
            }),
    },
    {
        name: "Beacon",
        how: "navigator.sendBeacon()",
        directives: ["connect-src"],
        attempt: (url) => {
            if (!("sendBeacon" in navigator)) {
                return { missing: true };
            }
            // It says true when it was queued, even where the policy then refuses it: no proof that it went out.
            navigator.sendBeacon(url, "proof");
            return {};
        },
    },
    {
        name: "Web socket",
        how: "WebSocket",
        directives: ["connect-src"],
        attempt: (url) =>
            new Promise((done) => {
                try {
                    const socket = new WebSocket(webSocket(url));
                    socket.onopen = () => done({ reached: true, tidy: () => socket.close() });
                    socket.onerror = () => done({});
                    setTimeout(() => done({ tidy: () => socket.close() }), 700);
                } catch {
                    done({});
                }
            }),
    },
    {
        name: "Event stream",
        how: "EventSource",
        directives: ["connect-src"],
        attempt: (url) =>
            new Promise((done) => {
                const stream = new EventSource(url);
                const tidy = () => stream.close();
                stream.onopen = () => done({ reached: true, tidy });
                stream.onerror = () => done({ tidy });
                setTimeout(() => done({ tidy }), 700);
            }),
    },
    {
        name: "Call between browsers",
        how: "RTCPeerConnection with a data channel and a STUN and TURN server",
        directives: ["webrtc"],
        silent: "the browser tells no page whether it asked the server",
        attempt: async (url) => {
            if (typeof RTCPeerConnection === "undefined") {
                return { missing: takenAway ? "the page took it away from itself, because no policy covers it" : true };
            }
            const host = new URL(url).host;
            const address = /:\d+$/.test(host) ? host : `${host}:3478`;
            let reached = false;
            try {
                const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${address}` }, { urls: [`turn:${address}?transport=udp`, `turn:${address}?transport=tcp`], username: "proof", credential: "proof" }] });
                peer.onicecandidate = ({ candidate }) => {
                    reached ||= candidate?.type === "srflx" || candidate?.type === "relay";
                };
                peer.createDataChannel("proof");
                await peer.setLocalDescription(await peer.createOffer());
                await new Promise((done) => setTimeout(done, 900));
                return { reached, tidy: () => peer.close() };
            } catch {
                return {};
            }
        },
    },
    {
        name: "HTTP/3 session",
        how: "WebTransport",
        directives: ["connect-src"],
        attempt: async (url) => {
            if (!("WebTransport" in window)) {
                return { missing: true };
            }
            try {
                const session = new WebTransport(url.replace(/^http:/, "https:"));
                session.closed.catch(() => {});
                await session.ready;
                return { reached: true, tidy: () => session.close() };
            } catch {
                return {};
            }
        },
    },
    { name: "Picture", how: "<img src>", directives: ["img-src"], attempt: source("img", "src") },
    { name: "Sound", how: "<audio src>", directives: ["media-src"], attempt: source("audio", "src", { preload: "auto" }) },
    { name: "Film", how: "<video src>", directives: ["media-src"], attempt: source("video", "src", { preload: "auto" }) },
    { name: "Script", how: "<script src>", directives: ["script-src-elem", "script-src"], attempt: source("script", "src") },
    {
        name: "Script by import",
        how: "import()",
        directives: ["script-src-elem", "script-src"],
        attempt: async (url) => {
            try {
                // Not to be followed by the bundler.
                await import(/* @vite-ignore */ url);
                return { reached: true };
            } catch {
                return {};
            }
        },
    },
    { name: "Style sheet", how: "<link rel=stylesheet>", directives: ["style-src-elem", "style-src"], attempt: link("stylesheet") },
    {
        name: "Style with @import",
        how: "<style>@import …</style>",
        directives: ["style-src-elem", "style-src"],
        attempt: (url) =>
            put("style", (element) => {
                element.textContent = `@import url("${url}");`;
            }, "head"),
    },
    {
        name: "Background picture",
        how: "element.style.backgroundImage",
        directives: ["img-src"],
        attempt: async (url) => {
            const element = document.createElement("div");
            element.style.cssText = AWAY;
            element.style.backgroundImage = `url("${url}")`;
            document.body.append(element);
            await new Promise((done) => setTimeout(done, 400));
            return { tidy: () => element.remove() };
        },
    },
    {
        name: "Style that is made by script",
        how: "document.adoptedStyleSheets",
        directives: ["img-src"],
        attempt: async (url) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`#proof-of-style { position: fixed; left: -9px; width: 1px; height: 1px; background: url("${url}") }`);
            const element = document.createElement("div");
            element.id = "proof-of-style";
            document.adoptedStyleSheets.push(sheet);
            document.body.append(element);
            await new Promise((done) => setTimeout(done, 400));
            document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
            return { tidy: () => element.remove() };
        },
    },
    {
        name: "Font",
        how: "FontFace.load()",
        directives: ["font-src"],
        attempt: async (url) => {
            try {
                await new FontFace("proof", `url("${url}")`).load();
                return { reached: true };
            } catch {
                return {};
            }
        },
    },
    { name: "Frame", how: "<iframe src>", directives: ["frame-src"], attempt: source("iframe", "src") },
    {
        name: "Form into a frame",
        how: "form.submit() with a frame as target",
        directives: ["form-action"],
        attempt: async (url) => {
            const frame = document.createElement("iframe");
            frame.name = "proof-frame";
            frame.hidden = true;
            const form = document.createElement("form");
            Object.assign(form, { action: url, method: "post", target: frame.name });
            document.body.append(frame, form);
            const tidy = () => {
                frame.remove();
                form.remove();
            };
            try {
                form.submit();
            } catch {
                return { refused: "the browser, with an error", tidy };
            }
            await new Promise((done) => setTimeout(done, 400));
            return { tidy };
        },
    },
    { name: "Object", how: "<object data>", directives: ["object-src"], attempt: source("object", "data") },
    { name: "Embedded plugin", how: "<embed src>", directives: ["object-src"], attempt: source("embed", "src") },
    { name: "Prefetched page", how: "<link rel=prefetch>", directives: ["default-src", "prefetch-src"], attempt: link("prefetch") },
    {
        name: "Page that is loaded ahead",
        how: "<script type=speculationrules>",
        directives: ["script-src-elem", "script-src"],
        attempt: (url) =>
            HTMLScriptElement.supports?.("speculationrules")
                ? put("script", (element) => {
                      element.setAttribute("type", "speculationrules");
                      element.textContent = JSON.stringify({ prefetch: [{ urls: [url] }], prerender: [{ urls: [url] }] });
                  })
                : { missing: true },
    },
    { name: "Preloaded part", how: "<link rel=preload>", directives: ["default-src", "connect-src"], attempt: link("preload", { as: "fetch", crossorigin: "anonymous" }) },
    { name: "Preloaded module", how: "<link rel=modulepreload>", directives: ["script-src-elem", "script-src"], attempt: link("modulepreload") },
    { name: "App manifest", how: "<link rel=manifest>", directives: ["manifest-src"], silent: "browsers read it only when the page is installed", attempt: link("manifest") },
    { name: "Early connection", how: "<link rel=preconnect>", directives: [], uncovered: "a connection may be opened ahead, but nothing can be sent over it", attempt: link("preconnect") },
    { name: "Early look-up of a name", how: "<link rel=dns-prefetch>", directives: [], uncovered: "the name of a server may be looked up; it could carry no more than fits into a name", attempt: link("dns-prefetch") },
    {
        name: "Ping of a link",
        how: "<a ping>",
        directives: ["connect-src"],
        attempt: async (url) => {
            const anchor = document.createElement("a");
            if (!("ping" in anchor)) {
                return { missing: true };
            }
            anchor.href = "#proof";
            anchor.setAttribute("ping", url);
            // The link itself leads nowhere.
            anchor.addEventListener("click", () => setTimeout(() => history.replaceState(null, "", location.pathname + location.search), 0));
            document.body.append(anchor);
            anchor.click();
            await new Promise((done) => setTimeout(done, 400));
            return { tidy: () => anchor.remove() };
        },
    },
    { name: "Request of a worker", how: "fetch() in a worker", directives: ["connect-src"], attempt: (url) => inWorker(`fetch(${JSON.stringify(url)},{mode:"no-cors"}).then(()=>postMessage("reached"),()=>{})`) },
    { name: "Script of a worker", how: "importScripts()", directives: ["script-src-elem", "script-src"], attempt: (url) => inWorker(`try{importScripts(${JSON.stringify(url)});postMessage("reached")}catch{}`) },
    {
        name: "Foreign worker",
        how: "new Worker(url)",
        directives: ["worker-src"],
        attempt: (url) =>
            new Promise((done) => {
                try {
                    const worker = new Worker(url);
                    worker.onerror = () => done({ tidy: () => worker.terminate() });
                    setTimeout(() => done({ tidy: () => worker.terminate() }), 500);
                } catch {
                    done({ refused: "the browser: a worker must come from the page's own address" });
                }
            }),
    },
    {
        name: "Service worker",
        how: "navigator.serviceWorker.register()",
        directives: ["worker-src"],
        attempt: async (url) => {
            // A page that is opened as a file can have none.
            if (!("serviceWorker" in navigator) || !/^https?:$/.test(location.protocol)) {
                return { missing: true };
            }
            try {
                const registration = await navigator.serviceWorker.register(url);
                await registration.unregister();
                return { reached: true };
            } catch {
                return {};
            }
        },
    },
];
