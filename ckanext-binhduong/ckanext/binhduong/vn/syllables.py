"""Which words can be Vietnamese syllables: an onset, a rhyme, a tone that the rhyme allows.

Used to tell the right reading of a legacy file from a wrong one: real text is all syllables, mojibake hardly ever is.
"""

import re
import unicodedata

from ckanext.binhduong.vn.text import tone_placed

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q r s t th tr v x"
ONSETS = ("", *_ONSETS.split())

_OPEN = (
    "a ai am an ang anh ao au ay ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên êng ênh êu i ia im in inh iu iêm iên iêng iêu"
    " o oa oai oam oan oang oanh oao oay oăm oăn oăng oe oen oeo oi om on ong oong ô ôi ôm ôn ông ơ ơi ơm ơn"
    " u ua ui um un ung uy uya uyn uynh uyu uyên uân uâng uây uê uênh uơ uôi uôm uôn uông ư ưa ưi ưn ưng ưu ươi ươm ươn ương ươu"
    " y yêm yên yêu yêng"
    " uai uan uang uanh uao uau uay uăm uăn uăng uâm ue uen ueo uên ui uit uinh"
)
_CLOSED = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich ip it iêc iêp iêt oac oach oap oat oăc oăt oc ooc oet op ot ôc ôp ôt ơp ơt"
    " uc up ut uych uyt uyêt uât uêch uôc uôt ưc ưt ươc ươp ươt yêt uac uach uat uăc uăt uêt uet uyp uơt"
)

OPEN_RHYMES = frozenset(_OPEN.split())
CLOSED_RHYMES = frozenset(_CLOSED.split())
"""Rhymes that end in p, t, c, ch bear only sắc or nặng."""

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SHARP_OR_HEAVY = ("\u0301", "\u0323")


def is_syllable(word: str) -> bool:
    """Return whether one word (any case, NFC) can be a syllable of Vietnamese, in either tone placement."""
    decomposed = unicodedata.normalize("NFD", tone_placed(word.lower()))
    tones = _TONE.findall(decomposed)
    plain = unicodedata.normalize("NFC", _TONE.sub("", decomposed))
    if len(tones) > 1:
        return False
    for onset in ONSETS:
        if plain.startswith(onset):
            rhyme = plain[len(onset) :]
            if rhyme in OPEN_RHYMES or (rhyme in CLOSED_RHYMES and tones and tones[0] in _SHARP_OR_HEAVY):
                return True
    return False
