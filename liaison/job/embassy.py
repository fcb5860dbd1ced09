"""An embassy, which is named by its post, announces its country's delegation to a fair."""

from liaison.client import Json, Unexpected, until
from liaison.job.posting import Post
from liaison.job.stage import Stage


async def announced_by(stage: Stage, post: Post, visit: Json) -> Json:
    """The receipt, once the service has heard which countries the embassy's post covers."""
    embassy = stage.caller("embassy", embassy=post.id)

    async def announce() -> Json | None:
        try:
            return await embassy.post(f"{stage.at.delegations}/delegations", visit)
        except Unexpected:
            return None

    return await until(f"delegation {visit['id']}, announced by the embassy of {post.id}", announce)
