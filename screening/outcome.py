from enum import StrEnum
class Outcome(StrEnum):
    CLEAR = "clear"
    REVIEW = "review"
    BLOCK = "block"
    ERROR = "error"
