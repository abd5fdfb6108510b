"""A small invented document with its data: every state of a passage, every flag of a claim, and a hostile text."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from kg.text.source import passage_hashes, sha256

DOCUMENT = "https://w3id.org/painkg/document/sample/"
CONTEXT = "https://w3id.org/painkg/ontology/context.jsonld"
SCRIPT = "<script>window.canary = 1</script> & <b>bold</b> “quoted”."

_ALPHA = {"subject": "alpha", "says": "hasOutcome", "object": "ease"}
# Text as it stands; id of its passage, or nothing for text in no passage; what the data says of the passage.
PARTS: list[tuple[str, str, dict[str, object]]] = [
    ("1. ", "", {}),
    ("Alpha & beta", "s1-heading-1", {"notModelled": "Structural"}),
    ("\n\n", "", {}),
    ("Alpha may  bring\n‘great’ ease.", "s1-description-1", {"claims": [
        {**_ALPHA, "certainty": "May", "cue": "may", "as": "bring 'great'"},
        {"subject": "alpha", "says": "hasOutcome", "object": "calm", "basis": "Inferred", "ground": "ease"},
    ]}),
    (" ", "", {}),
    ("Alpha brings no ease.", "s1-description-2", {"notModelled": "TooVague", "claims": [{**_ALPHA, "polarity": "Denied", "cue": "no"}]}),
    ("\n  • Effect: ", "", {}),
    (SCRIPT, "s1-effectiveness-1", {}),
    ("\nMenu\n", "", {}),
    ("Both bring calm, if with salt; alone never.", "s2-description-1", {"claims": [
        {"subject": "alpha", "says": "hasOutcome", "object": "calm", "basis": "StatedJointly", "onlyWhenCombinedWith": "salt", "cue": "elsewhere"},
    ]}),
    ("\nThe end & no more.\n", "", {}),
]  # fmt: skip
TEXT = "".join(text for text, _, _ in PARTS)
_THINGS = {
    "ProcedureScheme": [("alpha", "Procedure", "alpha </script><script>window.canary=1</script>")],
    "OutcomeScheme": [("ease", "Outcome", "ease"), ("calm", "Outcome", "calm")],
    "AgentScheme": [("salt", "Agent", "salt")],
}


class Sample(NamedTuple):
    """The data folder, and the document's text."""

    data: Path
    text: Path


def write_sample(folder: Path) -> Sample:
    """Write the sample into a folder."""
    sample = Sample(folder / "data", folder / "sample.txt")
    sample.text.write_bytes(TEXT.encode())
    for scheme, things in _THINGS.items():
        rows = [{"id": slug, "type": kind, "prefLabel": name, "definition": "Invented."} for slug, kind, name in things]
        _dump(
            sample.data / "concepts" / f"{scheme}.yaml", "https://w3id.org/painkg/id/", id=f"kgo:{scheme}", things=rows
        )
    about = {"title": "A <i>sample</i>", "prefix": "sample", "sha256": sha256(TEXT), "textLength": len(TEXT)}
    document = {"id": DOCUMENT, "type": "SourceDocument", **about, "passages": list(_passages())}
    _dump(sample.data / "documents" / "sample.yaml", DOCUMENT, **document)
    return sample


def _passages() -> list[dict[str, object]]:
    found, start = [], 0
    for text, name, facts in PARTS:
        end = start + len(text)
        if name:
            exact, normal, length = passage_hashes(text)
            place = {"id": name, "start": start, "end": end, "sha256": exact, "normalizedSha256": normal}
            claims = facts.get("claims", [])
            assert isinstance(claims, list)
            numbered = [{"id": f"{name}.{number}", **claim} for number, claim in enumerate(claims, 1)]
            found.append({**place, "normalizedLength": length, **facts} | ({"claims": numbered} if numbered else {}))
        start = end
    return found


def _dump(path: Path, base: str, **content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        YAML().dump({"@context": [CONTEXT, {"@base": base}], **content}, file)
