"""What a deployment can set: every field is read from the environment variable LIAISON_<FIELD>."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings that all services share; a service adds its own by subclassing. Times are in seconds."""

    model_config = SettingsConfigDict(env_prefix="LIAISON_", extra="ignore", hide_input_in_errors=True)

    kafka: str = Field("127.0.0.1:9092", description="bootstrap servers, comma separated")
    kafka_idempotence: bool = Field(True, description="off only for brokers that lack idempotent producers")
    mongo: SecretStr = Field(SecretStr("mongodb://127.0.0.1:27017/?replicaSet=rs0"), description="a replica set's URI")
    mongo_driver: Literal["motor", "pymongo"] = "motor"
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    jwks: str = Field("", description="URL or file of the identity provider's keys; empty: no token is accepted")
    issuer: str = Field("https://devstack.liaison.example", description="the `iss` that tokens must carry")
    audience: str = Field("liaison", description="the `aud` that tokens must carry")
    log: Literal["json", "console"] = "json"
    log_level: str = "INFO"
    otlp: str = Field("", description="an OpenTelemetry collector's HTTP address for traces; empty: none are sent")
    body_limit: int = Field(1_000_000, gt=0, description="bytes; a route may allow more")
