"""The objects of the portal's undocumented API, as far as we read them; other fields are let pass."""

from __future__ import annotations

from typing import Literal

import msgspec

Text = str | None


class Named(msgspec.Struct, frozen=True):
    name: Text = None
    code: Text = None
    description: Text = None


class ApiFee(msgspec.Struct, frozen=True, rename="camel"):
    value: float | None = None
    currency_name: Text = None
    description: Text = None


class Method(msgspec.Struct, frozen=True, rename="camel"):
    submission_method: Literal["ONLINE", "DIRECT", "POSTAL"]
    processing_time: float | None = None
    processing_time_unit: Text = None
    description: Text = None
    fees: list[ApiFee] | None = None


class Component(msgspec.Struct, frozen=True, rename="camel"):
    name: Text = None
    original_qty: int | None = None
    copy_qty: int | None = None
    attachments: list[object] | None = None


class Case(msgspec.Struct, frozen=True, rename="camel"):
    name: Text = None
    profile_components: list[Component] | None = None


class ApiRecord(msgspec.Struct, frozen=True, rename="camel"):
    """``data`` of an answer. ``updated_at``: ISO text, or milliseconds since 1970."""

    code: str
    name: str
    execution_methods: list[Method] | None
    id: Text = None
    decision_no: Text = None
    formality_type: Text = None
    execution_steps: list[Named] | None = None
    execution_cases: list[Case] | None = None
    legal_basises_details: list[Named] | None = None
    categories_details: list[Named | str] | None = None
    departments_executing: list[Named | str] | None = None
    results_details: list[Named | str] | None = None
    subject_types_details: list[Named | str] | None = None
    requirements_and_conditions: Text = None
    is_ward: bool | None = None
    is_province: bool | None = None
    is_ministry: bool | None = None
    is_other_agency: bool | None = None
    updated_at: str | int | None = None
