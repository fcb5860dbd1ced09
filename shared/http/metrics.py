"""The route from which Prometheus reads what this process counts and times."""

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.http.identity import public

# Public, as scrapers expect: the numbers say how much and how fast, never who or what.
router = APIRouter(include_in_schema=False, dependencies=[public])


@router.get("/metrics")
async def metrics() -> Response:
    """Every metric of this process in Prometheus's text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
