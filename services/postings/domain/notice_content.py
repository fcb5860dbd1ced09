"""What a threat notice may say: a scope that names its places, a validity that does not cross, somebody concerned."""

from shared.contracts.postings.notice import NoticeContent
from shared.eventing.decider import Refused


def checked(content: NoticeContent) -> NoticeContent:
    """The same content. Slugs: `validity-crossed`, `scope-without-country`, `scope-without-place`, `nobody-concerned`.

    A country alone has no place besides: `scope-with-place`.
    """
    if content.valid_until <= content.valid_from:
        raise Refused("validity-crossed", f"valid until {content.valid_until}, which is not after {content.valid_from}")
    if not content.countries:
        raise Refused("scope-without-country", "a notice names the countries that it is about")
    if content.scope == "country" and content.place is not None:
        raise Refused("scope-with-place", "a notice about whole countries names no region or event")
    if content.scope != "country" and content.place is None:
        raise Refused("scope-without-place", f"a notice about a {content.scope} says which")
    if not content.concerned:
        raise Refused("nobody-concerned", "a notice says whom it concerns")
    return content
