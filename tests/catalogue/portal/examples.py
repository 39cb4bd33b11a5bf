"""Records as portals print them, glued cells and all. Procedures, names and numbers are invented."""

from __future__ import annotations

from typing import Any

ROWS = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
LAWS = "Tên văn bản pháp lýMã văn bản"
PAGE = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/00000000-0000-7000-8000-000000000001"


def crawled(**fields: str | None) -> dict[str, Any]:
    """A line of a crawl: a clean record, with ``fields`` put in place."""
    record: dict[str, Any] = {
        "ma_thu_tuc": "1.999001",
        "ten_thu_tuc": "Thủ tục cấp thẻ nuôi chim cảnh",
        "detail_url": PAGE,
        "so_quyet_dinh": "99/QĐ-BTN",
        "cap_thuc_hien": "Cấp bộ",
        "linh_vuc": "Chăn nuôi",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, Doanh nghiệp",
        "co_quan_thuc_hien": "Cục Chim cảnh",
        "trinh_tu_thuc_hien": "Bước 1: Nộp đơn ở quầy.\nBước 2: Nhận thẻ.",
        "cach_thuc_thuc_hien": f"{ROWS}Trực tuyến5 Ngày làm việcMiễn phíTrực tiếp5 Ngày làm việcMiễn phí",
        "thanh_phan_ho_so": f"--{PAPERS}Đơn xin nuôi chimDon.docx1 bản chínhẢnh của chim0 bản chính,2 bản sao",
        "can_cu_phap_ly": f"{LAWS}Luật Chim cảnh11/2020/QH14Quy định về lồng chim22/2021/NĐ-CP",
        "yeu_cau_dieu_kien": "Chim phải khỏe.\nLồng phải rộng.",
        "ket_qua_xu_ly": "Thẻ nuôi chimMã: KQ.G99.000001Từ khóaKhông có thông tin",
    }
    return {**record, **fields}


def api(**fields: Any) -> dict[str, Any]:
    """The inner object of an answer of the API."""
    fee = {"type": "FEE", "value": 50000, "currencyName": "VNĐ", "description": "50.000 đồng/thẻ"}
    methods = [
        {"submissionMethod": "ONLINE", "processingTime": 3, "processingTimeUnit": "WORKING_DAY", "fees": [fee]},
        {"submissionMethod": "DIRECT", "processingTime": 3, "processingTimeUnit": "WORKING_DAY", "fees": [fee]},
    ]
    papers = [
        {
            "name": "Đơn xin nuôi chim",
            "originalQty": 1,
            "copyQty": 0,
            "attachments": [{"id": "a", "fileName": "d.docx"}],
        },
        {"name": "Ảnh của chim", "originalQty": 0, "copyQty": 2, "attachments": []},
    ]
    record: dict[str, Any] = {
        "id": "00000000-0000-7000-8000-000000000002",
        "code": "1.999002",
        "name": "Cấp lại thẻ nuôi chim cảnh",
        "decisionNo": "99/QĐ-BTN",
        "formalityType": "STANDARD",
        "executionSteps": [{"name": "Bước 1", "description": "<p>Nộp đơn &amp; ảnh.</p>"}],
        "executionMethods": methods,
        "executionCases": [{"name": "--", "profileComponents": papers}],
        "legalBasisesDetails": [{"code": "22/2021/NĐ-CP", "name": "Quy định về lồng chim"}],
        "categoriesDetails": [{"name": "Chăn nuôi"}],
        "departmentsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "resultsDetails": [{"name": "Thẻ nuôi chim", "code": "KQ.G99.000001"}],
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}],
        "requirementsAndConditions": "Không",
        "isWard": True,
        "isProvince": False,
        "updatedAt": "2026-09-01T18:00:00Z",
    }
    return {**record, **fields}
