"""What reaches the terminal: no number in full, no sign that commands it."""

from __future__ import annotations

import pytest

from pipeline.cli import voice


@pytest.mark.parametrize("speak", [voice.product, voice.talk])
@pytest.mark.parametrize(
    ("said", "heard"),
    [
        pytest.param("身份证 110199199408291192", "身份证 110***********1192", id="identity"),
        pytest.param("电话 13812345678", "电话 138****5678", id="phone"),
        pytest.param("红\x1b[31m.jpg", "红\\x1b[31m.jpg", id="colours"),
        pytest.param("x\u202egpj.exe", "x\\u202egpj.exe", id="direction"),
        pytest.param("一\n二\t三", "一\n二\t三", id="lines"),
    ],
)
def test_what_is_said_is_masked_and_harmless(
    speak: object, said: str, heard: str, capsys: pytest.CaptureFixture[str]
) -> None:
    speak(said)
    shown = capsys.readouterr()
    assert (shown.out + shown.err).rstrip("\n") == heard
