"""The application in words: one letter a lender, the chat opening, the form sheet, the call list.

Facts come from the case alone; what nobody knows is a marked blank 【待填：…】. Nothing is signed.
"""

from pipeline.letter.capitals import capitals
from pipeline.letter.sheets import Sheets, sheets_of
from pipeline.letter.wording import WordingFault, wording_faults
from pipeline.letter.write import letters_of

__all__ = ["Sheets", "WordingFault", "capitals", "letters_of", "sheets_of", "wording_faults"]
