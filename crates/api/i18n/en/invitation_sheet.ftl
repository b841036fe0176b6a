# The printed sheet of invitations

sheet-title = Invitations: { $network }
sheet-cut = Cut along the lines; each card is for one person. The codes are shown only this once: print this page now.
sheet-invited = You are invited
sheet-code = Your code
sheet-code-spoken = Your code, letter by letter
sheet-open = Open this address:
sheet-enter = Enter your code, in capitals or not, with or without hyphens.
sheet-once = The code is good for one person.
sheet-until = Valid until { $day } { $month ->
        [m1] January
        [m2] February
        [m3] March
        [m4] April
        [m5] May
        [m6] June
        [m7] July
        [m8] August
        [m9] September
        [m10] October
        [m11] November
       *[m12] December
    } { $year }, { $time }
