"""`/docs`, `/` and the OpenAPI document. The page is Swagger UI, served from here: it asks nothing of any other host."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from api.schemas.query import NoParameters
from api.wire.openapi import DOCUMENT
from api.wire.resource import read_parameters, revalidated

pages = Blueprint("pages", __name__, template_folder="pages/templates", static_folder="pages/static", static_url_path="/static")


@pages.get("/")
def home() -> AnyResponse:
    """Lead to the documentation."""
    return redirect(url_for("pages.docs"))


@pages.get("/docs")
def docs() -> Response:
    """Show the interactive documentation."""
    response = Response(render_template("docs.html"), mimetype="text/html")
    response.headers["Cache-Control"] = "no-cache"
    return response


@pages.get("/v1/openapi.json")
def openapi() -> Response:
    """Hand out the OpenAPI document."""
    read_parameters(NoParameters())
    return revalidated(jsonify(current_app.extensions[DOCUMENT]))
