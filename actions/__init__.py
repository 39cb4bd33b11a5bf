"""Custom actions: read what was understood, call the core, say the reply. Run in workers or by `rasa run actions`."""

from actions.browse import ActionBrowse
from actions.dossiers import ActionDossier
from actions.events import ActionEvent
from actions.people import ActionComplaint, ActionHuman, ActionNotUnderstood, ActionRefuse, ActionTalk
from actions.procedures import ActionAsk, ActionChoose, ActionPick, ActionReject, ActionRepeat
from actions.steering import ActionSteer

__all__ = [
    "ActionAsk",
    "ActionBrowse",
    "ActionChoose",
    "ActionComplaint",
    "ActionDossier",
    "ActionEvent",
    "ActionHuman",
    "ActionNotUnderstood",
    "ActionPick",
    "ActionRefuse",
    "ActionReject",
    "ActionRepeat",
    "ActionSteer",
    "ActionTalk",
]
