"""Which module holds which page of the entry; one is imported when it is first shown."""

from __future__ import annotations

from importlib import import_module

from screens.stages.acute import AcuteStage
from screens.stages.stage import Stage

STAGES = {
    "call": "call:CallStage",
    "context": "where:ContextStage",
    "municipality": "where:MunicipalityStage",
    "indicators": "recognise:RecogniseStage",
    "seen": "seen:SeenStage",
    "review": "review:ReviewStage",
}
"""Page of ``form_model.PAGES`` -> module and class; the acute question is always loaded."""


def made(page: str) -> Stage:
    """The page of this id; an unknown one is the first."""
    if page not in STAGES:
        return AcuteStage()
    module, name = STAGES[page].split(":")
    stage = getattr(import_module(f"screens.stages.{module}"), name)()
    assert isinstance(stage, Stage)
    return stage
