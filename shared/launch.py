"""Starts a service's process: the first module that it loads, and so the one that can make loading the rest cheaper."""

import gc
from importlib import import_module

MANY = 50_000  # young objects before the collector looks for cycles: few of a batch's many small ones are any


def launch(service: str) -> None:
    """Run `services.NAME`, made by the `build` of its composition root, as `shared.service.main` does.

    The collector would walk again and again over modules that stay for ever: loading takes a tenth less without it.
    `main` lets it begin, by `collect_rarely`, when all is loaded.
    """
    gc.disable()
    from shared.service import main

    main(import_module(f"services.{service}.service").build)


def collect_rarely() -> None:
    """Let the collector work as services need it: what is loaded by now stays for ever, and most of what follows goes.

    Looking at the former again and again takes a third of the time, and at the latter half of what reading events does.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(MANY)
