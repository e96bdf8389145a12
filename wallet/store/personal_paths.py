"""Whose is what among paths, plans and advice (wallet.store.models.path); read by wallet.store.personal."""

from __future__ import annotations

from wallet.store.declaring import COUNTS, OPENS, OTHER, OWNER, PRIVATE_ID, Declared, names

PATHS: dict[str, Declared] = {
    "path": Declared(
        "paths",
        names(
            "id title goal status target_kind target_uri target_label current_occupation start_on due_on "
            "weekly_hours conditions next_action next_action_on closing_terms created_at updated_at "
            "deleted_at"
        ),
        {"account_id": OWNER, "version": COUNTS},
    ),
    "step": Declared(
        "steps",
        names(
            "id path_id position title description required weight rule field hours due_on after supported "
            "under_way in_plan needs_review review reviewed_at review_words"
        ),
        {"reviewed_by": OTHER},
    ),
    "step_evidence": Declared("step_evidence", names("step_id evidence_id entry_id at"), {"id": PRIVATE_ID}),
    "step_mark": Declared(
        "step_marks", names("step_id key role note at"), {"id": PRIVATE_ID, "marked_by": OTHER}
    ),
    "path_snapshot": Declared(
        "path_snapshots",
        names("path_id number at percent exact reason content digest"),
        {"id": PRIVATE_ID},
    ),
    "win": Declared("wins", names("path_id kind ref params at"), {"id": PRIVATE_ID, "account_id": OWNER}),
    "adviser_grant": Declared(
        "grants",
        names("id name email scope may_comment may_propose opened_at ends_at taken_at closed_at"),
        {"account_id": OWNER, "adviser_id": OTHER, "secret_hash": OPENS},
    ),
    "grant_look": Declared("grant_looks", names("grant_id what ref at"), {"id": PRIVATE_ID}),
    "proposal": Declared(
        "proposals",
        names("path_id grant_id author_name words changes state at answered_at"),
        {"id": PRIVATE_ID, "author_id": OTHER},
    ),
    "comment": Declared(
        "comments",
        names("path_id step_id author_name words at"),
        {"id": PRIVATE_ID, "author_id": OTHER},
    ),
    "meeting": Declared(
        "meetings",
        names("grant_id path_id author_name kind held_on next_on note at"),
        {"id": PRIVATE_ID, "account_id": OWNER, "author_id": OTHER},
    ),
    "diagnosis": Declared(
        "diagnoses",
        names("path_id author_name source title items at"),
        {"id": PRIVATE_ID, "account_id": OWNER, "author_id": OTHER},
    ),
    "path_template": Declared(
        "path_templates",
        names("title goal content shared updated_at"),
        {"id": PRIVATE_ID, "account_id": OWNER, "version": COUNTS},
    ),
    "description": Declared(
        "descriptions",
        names("title content created_at updated_at"),
        {"id": PRIVATE_ID, "account_id": OWNER},
    ),
}

NOT_OF_ONE_PERSON: dict[str, str] = {
    "vocabulary": "a published list of skills or occupations, the same for everybody",
    "concept": "one entry of a published list",
    "concept_link": "what a published list says of an occupation and a skill",
}
