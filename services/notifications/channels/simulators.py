"""Test addresses that fail as real ones do, without any server: `permanent@simulator.liaison.example` and others.

Names under .example belong to nobody (RFC 2606), so nobody real is taken for a simulator.
"""

from collections.abc import Mapping

from services.notifications.outcomes import NoMailbox, Permanent, Temporary, Throttled, Undelivered, Unreachable

DOMAIN = "simulator.liaison.example"
FAILURES: Mapping[str, Undelivered | None] = {
    "delivered": None,
    "temporary": Temporary("simulated 4.3.0", 451),
    "throttled": Throttled("simulated 4.7.0", 421),
    "permanent": Permanent("simulated 5.7.1", 550),
    "no-mailbox": NoMailbox("simulated 5.1.1", 550),
    "technical": Unreachable("simulated"),
}


def simulated(to: str) -> bool:
    """Whether this address is a simulator's, so that nothing may be sent to it."""
    return to.lower().endswith(f"@{DOMAIN}")


def simulate(to: str) -> int:
    """The code of a server that takes it, or the failure raised that the address names; an unknown one has no mailbox.

    What follows the name behind a plus is free, so that tests can have addresses of their own.
    """
    name = to.lower().rpartition("@")[0].partition("+")[0]
    failure = FAILURES.get(name, NoMailbox("no such simulator 5.1.1", 550))
    if failure is not None:
        raise type(failure)(failure.detail, failure.code)
    return 250
