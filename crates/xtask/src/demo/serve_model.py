"""Serve a GGUF model over the OpenAI HTTP API on loopback, with the prebuilt llama.cpp server of `xllamacpp`.

usage: serve_model.py MODEL.gguf ALIAS PORT THREADS SLOTS

Prints `READY <url>` when it serves. Ends on SIGTERM, on SIGINT and when its standard input is closed, so that it never
outlives the program that started it, however that one ended.
"""

import os
import signal
import sys
import threading

# Before the library loads: threads that wait for each other must sleep, not spin, or two of them on a busy machine crawl.
os.environ.setdefault("GOMP_SPINCOUNT", "0")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# Before any thread exists, so that every thread inherits it and only `sigwait` below sees these signals.
STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)

import xllamacpp  # noqa: E402

TOKENS_PER_SLOT = 2048


def end_with_input() -> None:
    """Turns the end of standard input into SIGTERM."""
    while sys.stdin.buffer.read(4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    model, alias, port, threads, slots = sys.argv[1:]
    threading.Thread(target=end_with_input, daemon=True).start()
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.model_alias = {alias}
    params.hostnames = ["127.0.0.1"]
    params.port = int(port)
    params.n_parallel = int(slots)
    params.n_ctx = TOKENS_PER_SLOT * params.n_parallel
    params.cpuparams.n_threads = int(threads)
    params.cpuparams_batch.n_threads = int(threads)
    server = xllamacpp.Server(params)
    print("READY", server.listening_address, flush=True)
    signal.sigwait(STOP_SIGNALS)
    # Not `sys.exit`: the library's threads are in the middle of things and would be waited for.
    os._exit(0)


main()
