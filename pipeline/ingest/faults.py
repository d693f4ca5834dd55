"""The words for each fault: what is wrong with the file, and what to do next."""

from __future__ import annotations

from schemas.source import Fault, FaultCode

_WORDS: dict[FaultCode, tuple[str, str]] = {
    FaultCode.EMPTY: ("文件是空的（0 字节）", "重新传一次原文件"),
    FaultCode.ENCRYPTED: (
        "文件有密码，打不开",
        "在 case.toml 里写 [[password]] file=… password=…，或用密码打开后另存一份无密码的",
    ),
    FaultCode.DAMAGED: ("文件已损坏，无法打开", "重新传一次原文件，或重新截图/拍照"),
    FaultCode.UNSUPPORTED: (
        "不支持这种文件",
        "请转成 JPG、PNG 或 PDF；压缩包请先解压",
    ),
    FaultCode.TOO_LARGE: (
        "文件太大，超过上限",
        "请缩小图片或拆分文件；压缩包请解压，只放需要的文件",
    ),
    FaultCode.TOO_MANY_PAGES: ("页数太多，超过上限", "请把需要的页拆出来单独存"),
    FaultCode.TIMEOUT: ("打开这个文件用时过长，已停止", "请用别的程序打开后另存一份"),
    FaultCode.MEMORY: ("打开这个文件占用内存过大，已停止", "请用别的程序打开后另存一份"),
    FaultCode.UNREADABLE: ("文件无法读取（没有权限或不是普通文件）", "检查文件权限后重试"),
    FaultCode.OUTSIDE: ("这是指向文件夹之外的链接，没有跟随", "把真正的文件复制进来"),
    FaultCode.IGNORED: ("系统自动生成的文件，与申请无关", ""),
}


def fault(code: FaultCode, name: str, detail: str = "") -> Fault:
    """The fault of the file `name`; `detail` is added in brackets."""
    what, remedy = _WORDS[code]
    return Fault(
        code=code, message=f"{name}：{what}" + (f"（{detail}）" if detail else ""), next=remedy
    )
