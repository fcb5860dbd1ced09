"""Bodies of requests in which nothing is wrong."""

from datetime import timedelta

from liaison.client import Json
from shared.clock import now

STARTS_ON, ENDS_ON = "2096-09-01", "2099-08-31"  # of a posting that is proposed, and so is to come


def opening(post: str) -> Json:
    mails = {"embassy_mail": f"embassy@{post}.example", "mail": f"post@{post}.example"}
    about = {"name": "Post", "country": "PE", "embassy": "Embassy", "embassy_language": "fr", "language": "en"}
    return {"post": post, "time_zone": "America/Lima", "opened_on": "2026-01-05", **mails, **about}


def position(position: str, post: str) -> Json:
    return {"position": position, "post": post, "title": "Associate", "kind": "associate", "service": "police"}


def proposal(posting: str, position: str, officer: str) -> Json:
    days = {"starts_on": STARTS_ON, "ends_on": ENDS_ON}
    return {"posting": posting, "position": position, "officer": officer, **days}


def fair(id: str) -> Json:
    days = {"starts_on": "2027-05-04", "ends_on": "2027-05-06"}
    return {"id": id, "name": "Exposec", "edition": "2027", "country": "FR", **days}


def visit(delegation: str, fair: str, head: str) -> Json:
    return {"id": delegation, "fair": fair, "country": "PE", "head": head, "interests": ["Drones"]}


def day(id: str, post: str) -> Json:
    """In a month, with three slots and one table."""
    held_on = (now() + timedelta(days=30)).date().isoformat()
    place = {"title": "Buyers", "post": post, "country": "PE", "venue": "Residence", "time_zone": "America/Lima"}
    return {
        "id": id,
        "held_on": held_on,
        "slots": ["09:00", "09:30", "10:00"],
        "slot_minutes": 30,
        "tables": 1,
        **place,
    }


def participant(id: str, side: str, contact: str) -> Json:
    return {"id": id, "side": side, "name": f"Invented {id}", "contact": contact}


def meeting(id: str, company: str, buyer: str) -> Json:
    return {"id": id, "company": company, "buyer": buyer, "requested_by": "buyer"}
