"""Starts a service's process: the first module that it loads, and so the one that can make loading the rest cheaper."""

import gc
from importlib import import_module


def launch(service: str) -> None:
    """Run `services.NAME`, made by the `build` of its composition root, as `shared.service.main` does.

    The collector would walk again and again over modules that stay for ever: loading takes a tenth less without it.
    `main` lets it begin when all is loaded.
    """
    gc.disable()
    from shared.service import main

    main(import_module(f"services.{service}.service").build)
