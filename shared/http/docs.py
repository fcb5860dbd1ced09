"""The page that shows a service's interface: Swagger UI from an installed package, so it works without the internet."""

from importlib.resources import files

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.staticfiles import StaticFiles
from starlette.responses import HTMLResponse

from shared.http.identity import public

ASSETS = "/docs/assets"

router = APIRouter(include_in_schema=False, dependencies=[public])


def serve_docs(app: FastAPI) -> None:
    """Add `/docs` and what the page needs."""
    app.include_router(router)
    app.mount(ASSETS, StaticFiles(directory=str(files("fastapi_offline") / "static")))


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """The page."""
    root = request.scope.get("root_path", "").rstrip("/")
    return get_swagger_ui_html(
        openapi_url=f"{root}{request.app.openapi_url}",
        title=request.app.title,
        swagger_js_url=f"{root}{ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{root}{ASSETS}/swagger-ui.css",
        swagger_favicon_url=f"{root}{ASSETS}/favicon.png",
        swagger_ui_parameters={"validatorUrl": None, "persistAuthorization": False},
    )
