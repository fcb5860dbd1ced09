"""The themes of cooperation; events carry the word alone, so that a theme can be added without a new version."""

from typing import Literal

Theme = Literal[
    "organised-crime",
    "drugs",
    "terrorism",
    "irregular-migration",
    "cyber",
    "civil-protection",
    "human-trafficking",
    "financial-crime",
    "document-fraud",
    "public-order",
    "road-safety",
    "environmental-crime",
    "professional-training",
    "other",
]
