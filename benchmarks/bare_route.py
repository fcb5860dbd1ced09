"""The floor of the commands' benchmark: one FastAPI route with one insert, and nothing that a service needs besides.

The body is the service's own, so that both check the same.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from services.postings.api.posts import Opening
from shared.mongo import OPTIONS
from shared.settings import Settings


class Receipt(BaseModel):
    id: str
    version: int


def client(settings: Settings) -> Any:
    """The bare driver, with the services' write concern: acknowledged by a majority, on disk."""
    uri = settings.mongo.get_secret_value()
    if settings.mongo_driver == "motor":
        from motor.motor_asyncio import AsyncIOMotorClient

        return AsyncIOMotorClient(uri, **OPTIONS)
    from pymongo import AsyncMongoClient

    return AsyncMongoClient(uri, **OPTIONS)


def app(settings: Settings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.posts = client(settings)["floor"]["posts"]
        yield

    bare = FastAPI(lifespan=lifespan)

    @bare.post("/posts", status_code=201)
    async def open_post(body: Opening) -> Receipt:
        document = body.model_dump(mode="json") | {"time": datetime.now(UTC)}
        await bare.state.posts.insert_one(document)
        return Receipt(id=body.post, version=1)

    return bare


if __name__ == "__main__":
    settings = Settings()
    uvicorn.run(app(settings), port=settings.port, log_config=None, access_log=False, server_header=False)
