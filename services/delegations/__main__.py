"""Runs the delegations service: `python -m services.delegations [api|relay|consumers]`."""

if __name__ == "__main__":
    # Imported here because the solver's process imports this module too, and needs none of it.
    from services.delegations.service import build
    from shared.service import main

    main(build)
