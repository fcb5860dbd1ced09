"""What messages about the posting of an officer have in common: whose it is, where, and in which position."""

from services.notifications.look import Look
from services.notifications.rule import Context


async def tenure(look: Look, post: str, position: str, officer: str) -> Context:
    """The names of the three, looked up by their ids; the officer's is None where erased."""
    found, held = await look.post(post), await look.position(position)
    return {"post": found["name"], "position": held["title"], "officer": await look.officer(officer)}
