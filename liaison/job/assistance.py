"""Export assistance across the services: routed to a post, handed over when that closes, answered, a win signed off."""

from liaison.client import Json, Unexpected, check, until
from liaison.job.fair import Fair
from liaison.job.links import answered_by, link_in, opened
from liaison.job.stage import Stage
from liaison.mailbox import text
from shared.clock import now

MARKET, NEIGHBOUR = "PY", "BO"
PRODUCT = "Invented night-vision goggles"


async def assist(stage: Stage, fair: Fair) -> None:
    """A company's request finds a post, outlives it, is answered by the next, and brings a win that is signed off."""
    exhibitors = [one for one in fair.companies if one["contact"]]
    company = max(exhibitors, key=lambda one: (one["country"] == "FR", one["id"]))["id"]
    request = f"request-{stage.run}"
    at = f"{stage.at.delegations}/assistance-requests"
    own = stage.caller("company", company=company)
    async with stage.step("Assistance: a request finds the post that covers its market") as told:
        await open_post(stage, "lapaz", NEIGHBOUR, MARKET)
        about = {"id": request, "company": company, "market": MARKET, "sector": "Optronics", "product": PRODUCT}
        await own.post(at, {**about, "question": "Who buys there?", "confidentiality": "restricted"})
        first = await desk_of(stage, at, request, company, None)
        await stage.mails(await stage.deliveries(request, "assistance_routed", 1))
        told.text = f"a restricted request of a French exhibitor is with {first}, which is told"
    async with stage.step("Assistance: that post closes, another has the request") as told:
        await open_post(stage, "asuncion", MARKET)
        closing = {"closed_on": now().date().isoformat()}
        await stage.caller("hq").post(f"{stage.at.postings}/posts/{first}/close", closing)
        second = await desk_of(stage, at, request, company, first)
        mails = await stage.mails(await stage.deliveries(request, "assistance_routed", 2))
        to = {mail["To"].addresses[0].addr_spec for mail in mails}
        check(f"ssi@{second}.example" in to, f"told were {sorted(to)}")
        told.text = f"now with {second}, which is told; the company sees it"
    async with stage.step("Assistance: accepted and answered, the company is told") as told:
        post = stage.caller("post", post=second)
        await post.post(f"{at}/{request}/accept", {})
        await post.post(f"{at}/{request}/note", {"note": "ask the attaché"})
        await post.post(f"{at}/{request}/answer", {"answer": "The border police, in May."})
        mails = await stage.mails(await stage.deliveries(request, "assistance_progress", 2))
        check(not any(PRODUCT in text(mail) or "May" in text(mail) for mail in mails), "a mail tells what was asked")

        async def answered() -> Json | None:
            seen = await own.get(f"{at}/{request}")
            return seen if seen["answer"] else None

        seen = await until("the answer, as the company sees it", answered)
        check("attaché" not in str(seen), "the company sees an internal note")
        told.text = f"{seen['answer']} The mails say that there is an answer, not which"
    async with stage.step("Assistance: the company signs an export win by the link in its mail") as told:
        await sign_win(stage, at, request, company, second)
        told.text = "read and signed without an account; it counts, and the post is told"
    closing = {"closed_on": now().date().isoformat()}  # so that the next run of this job finds the market as this one
    await stage.caller("hq").post(f"{stage.at.postings}/posts/{second}/close", closing)


async def sign_win(stage: Stage, at: str, request: str, company: str, post: str) -> None:
    win = {"id": "win", "product": PRODUCT, "reached_on": now().date().isoformat(), "amount": 120_000}
    await stage.caller("post", post=post).post(f"{at}/{request}/wins", win)
    [mail] = await stage.mails(await stage.deliveries(request, "export_win_declared", 1))
    url = link_in(text(mail))
    page = await opened(stage.http, url)
    check(PRODUCT in page and PRODUCT not in text(mail), "what was sold stands in the mail, or not on the page")
    await answered_by(stage.http, url, answer="signed")
    own = stage.caller("company", company=company)

    async def signed() -> bool:
        wins = (await own.get(f"{at}/{request}"))["wins"]
        return bool("win" in wins and wins["win"]["status"] == "signed")  # the view may not even have it yet

    await until("the signed win", signed)
    await stage.mails(await stage.deliveries(request, "export_win_settled", 1))

    async def counted() -> bool:
        of = {"market": MARKET, "post": post}
        figures = await stage.caller("hq").all(f"{stage.at.delegations}/assistance-statistics", **of)
        return bool(sum(one["amount"] for one in figures) == win["amount"])

    await until("the win in the statistics", counted)


async def desk_of(stage: Stage, at: str, request: str, company: str, former: str | None) -> str:
    """The post that has the request, as its company sees it, once that is another than `former`."""
    own = stage.caller("company", company=company)

    async def look() -> str | None:
        try:
            desk = (await own.get(f"{at}/{request}"))["desk"]
        except Unexpected:  # not in the list yet
            return None
        return str(desk["id"]) if desk and desk["kind"] == "post" and desk["id"] != former else None

    return await until("the request at a post", look)


async def open_post(stage: Stage, name: str, country: str, *accredited: str) -> None:
    post = f"{name}-{stage.run}"
    body = {
        "post": post,
        "name": f"Service de sécurité intérieure, {name}",
        "country": country,
        "accredited": list(accredited),
        "embassy": "Ambassade de France",
        "embassy_mail": f"chancellerie@{post}.example",
        "embassy_language": "fr",
        "mail": f"ssi@{post}.example",
        "language": "fr",
        "time_zone": "America/La_Paz",
        "opened_on": now().date().isoformat(),
    }
    await stage.caller("hq").post(f"{stage.at.postings}/posts", body)
