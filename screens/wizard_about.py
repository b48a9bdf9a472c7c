"""What help says about each step of the set-up (msgids)."""

from __future__ import annotations

from mh_tui.language import N_

ROLE = N_(
    "A desk and a field team note signals. A focal point receives those of a municipality. A"
    " coordinator receives what the municipalities hand on. Choose with the arrows and press"
    " Enter. Not sure? Ask the focal point of your municipality before you go on: the role of a"
    " profile stays as it is."
)
ORGANISATION = N_(
    "Choose the organisation you work for. Is it not in the list, then choose the last line, go"
    " to the field below with Tab and type its name. Others see this name on your card and with"
    " your signals."
)
NAME = N_(
    "Your colleagues see your name, so type it as they know it. Where several people share this"
    " computer it is typed the same way at the lock, capitals too; they get a name and passphrase"
    " of their own later, under Settings."
)
CHECK = N_(
    "Nothing is made yet. With F7 you go back, page by page, and change what is not right. Once"
    " the profile stands, this stays as it is: the name stands under what you note, the role and"
    " the organisation on the card that other offices compare."
)
PASSPHRASE = N_(
    "The passphrase has at least 12 characters and is for you alone. A sentence is easy to"
    " remember and hard to guess. On the next page stands a code for when you lose it."
)
CODE = N_(
    "Write the code down on paper, group by group, and keep it in a safe or with your manager."
    " Whoever has it can give everybody in this profile a new passphrase. Without passphrase and"
    " without this code nobody can open what is here, not even we. Typing the second group shows"
    " that it stands on paper."
)
FOCAL_POINT = N_(
    "The focal point (aandachtsfunctionaris) is who receives your signals. Name and number"
    " stand on the card that F2 shows, so that they are at hand when somebody is in danger."
    " Leave them empty if you do not know them yet; they can be filled in later under Settings."
)
OWN_NUMBER = N_(
    "Offices that you admit get this name and number with the first exchange, and F2 shows them"
    " there when somebody is in danger. Give the number of the work, where somebody answers; words"
    " may stand behind it. It can be changed later under Settings."
)
SECOND_PERSON = N_(
    "With two persons, a colleague types a passphrase as well before a signal is handed on."
    " That is safer, but then there must always be two of you. It can be changed later under"
    " Settings."
)
FOLDER = N_(
    "Offices exchange encrypted files: on a stick that goes from hand to hand, or in a folder"
    " that both can reach. Type the whole path and press Enter. Only who is meant can read the"
    " files. Not sure? Leave it empty; F5 asks for it later."
)
CARD = N_(
    "Call the office you work with, on a number you know. Read the six groups out; they compare"
    " them with what their screen says about your card. They do the same with theirs. That way"
    " nobody can step in between. You find these digits again under Offices and cards."
)
