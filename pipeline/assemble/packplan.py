"""Everything the writers need, decided in one place as pure data."""

from __future__ import annotations

from pipeline.assemble.names import safe_name
from pipeline.letter import sheets_of
from schemas.case import Case
from schemas.catalogue import Catalogue, Channel
from schemas.claim import Claim
from schemas.findings import CheckReport
from schemas.pack import ExhibitGroup, Letter, PackPlan
from schemas.plan import RepaymentPlan

TITLE = "息费减免申请材料"
DEFAULT_CHANNEL = "lender_service"


def channel_of(case: Case, catalogue: Catalogue) -> Channel:
    """The channel chosen in case.toml, else that of the platform of all debts, else any."""
    chosen = catalogue.channels.get(case.typed.request.channel)
    if chosen is not None:
        return chosen
    products = (catalogue.lenders.get(found.product_id) for found in case.statements)
    platforms = {product.platform if product else "" for product in products}
    for channel in catalogue.channels.values():
        if channel.platform and {channel.platform} == platforms:
            return channel
    return catalogue.channels[DEFAULT_CHANNEL]


def pack_plan(
    case: Case,
    claim: Claim,
    repayment: RepaymentPlan,
    groups: tuple[ExhibitGroup, ...],
    letters: tuple[Letter, ...],
    report: CheckReport,
    catalogue: Catalogue,
) -> PackPlan:
    """The plan of the pack; a draft until the report has nothing that blocks."""
    channel = channel_of(case, catalogue)
    sheets = sheets_of(case, claim, repayment, groups, catalogue, channel)
    return PackPlan(
        case_name=safe_name(case.name, "案件"),
        applicant=case.applicant.name,
        title=TITLE,
        draft=not report.ready,
        today=case.today,
        channel=channel.id,
        letters=letters,
        chat_opening=sheets.chats[0][1] if sheets.chats else "",
        chat_openings=sheets.chats,
        form_sheet=sheets.form,
        call_checklist=sheets.call,
        claim=claim,
        repayment=repayment,
        groups=groups,
        report=report,
    )
