"""MongoDB behind one door: the only module that knows which driver is used, Motor or PyMongo's own async API."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Literal, TypeVar, cast

from pymongo import AsyncMongoClient, ReadPreference, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

Driver = Literal["motor", "pymongo"]
Document = dict[str, Any]
Session = AsyncClientSession
Collection = AsyncCollection[Document]
T = TypeVar("T")
CONFLICTS = 10  # commits in conflict that are tried again

OPTIONS: dict[str, Any] = {"tz_aware": True, "w": "majority", "journal": True, "serverSelectionTimeoutMS": 3000}


class Mongo:
    """One service's database.

    Both drivers answer the same calls on collections, so callers see PyMongo's types; what differs between the two
    (sessions, transactions, change streams, closing) is hidden here. Writes are acknowledged by a majority, on disk.
    """

    def __init__(self, uri: str, database: str, driver: Driver = "motor") -> None:
        self._driver = driver
        self._client = _motor(uri) if driver == "motor" else AsyncMongoClient(uri, **OPTIONS)
        self.database: AsyncDatabase[Document] = self._client[database]
        self._collections: dict[str, Collection] = {}

    def __getitem__(self, collection: str) -> Collection:
        if collection not in self._collections:  # the drivers make a new one each time, and take their time over it
            self._collections[collection] = self.database[collection]
        return self._collections[collection]

    async def ping(self) -> None:
        """Raises PyMongoError where no primary answers."""
        await self.database.command("ping")

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Session]:
        """A session whose reads all see one point in time, at which a majority had every write that they show."""
        async with await self._session(snapshot=True) as session:
            yield session

    async def transaction(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Run `work` in a transaction; on a transient error the whole of it runs again."""
        for _ in range(CONFLICTS):
            try:
                return await self._transaction(work)
            except PyMongoError as error:  # Motor commits outside of its own retries
                if not error.has_error_label("TransientTransactionError"):
                    raise
        return await self._transaction(work)

    async def _transaction(self, work: Callable[[Session], Awaitable[T]]) -> T:
        async with await self._session() as session:
            return await session.with_transaction(
                work, read_concern=ReadConcern("snapshot"), write_concern=WriteConcern("majority"),
                read_preference=ReadPreference.PRIMARY,
            )  # fmt: skip

    @asynccontextmanager
    async def watch(self, collection: str, pipeline: Sequence[Document]) -> AsyncIterator[AsyncIterator[Document]]:
        """The change stream of a collection, from now on."""
        stream: Any = self.database[collection].watch(list(pipeline))
        async with cast(AbstractAsyncContextManager[AsyncIterator[Document]], await _now(stream)) as changes:
            yield changes

    async def aggregate(self, collection: str, pipeline: Sequence[Document]) -> list[Document]:
        """All documents that an aggregation answers."""
        cursor: Any = self.database[collection].aggregate(list(pipeline))
        return cast(list[Document], await (await _now(cursor)).to_list(None))

    async def drop(self) -> None:
        """Forget the whole database."""
        await cast("Any", self._client).drop_database(self.database.name)

    async def close(self) -> None:
        await _now(cast(Any, self._client).close())

    async def _session(self, **options: Any) -> Session:
        return cast(Session, await _now(cast(Any, self._client).start_session(**options)))


def beginning(prefix: str) -> Document:
    """The condition for a text, as an id, that begins like this."""
    return {"$gte": prefix, "$lt": prefix + "\uffff"}


async def by_id(collection: Collection, ids: Sequence[str], projection: Any = None) -> list[Document | None]:
    """The documents with these ids, None where there is none, in one query."""
    found = {one["_id"]: one async for one in collection.find({"_id": {"$in": list(ids)}}, projection)}
    return [found.get(id) for id in ids]


async def _now(value: Any) -> Any:
    """What one driver answers at once and the other only when awaited."""
    return await value if isinstance(value, Awaitable) else value


def _motor(uri: str) -> AsyncMongoClient[Document]:
    from motor.motor_asyncio import AsyncIOMotorClient  # imported only where chosen: Motor is at the end of its life

    return cast("AsyncMongoClient[Document]", AsyncIOMotorClient(uri, **OPTIONS))
