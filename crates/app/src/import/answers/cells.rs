//! What cells of forms say, however they write it.

use domain::diagnostic::questionnaire::{Channel, Frequency};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A text as it is compared: without case, accents, and more than one blank between words.
pub(super) fn folded(text: &str) -> String {
    let plain = |letter: char| match letter {
        '’' | 'ʼ' | '`' | '´' => '\'',
        '‐' | '‑' | '–' | '—' => '-',
        letter => letter,
    };
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter)).map(plain);
    let text = letters.collect::<String>().to_lowercase().replace('œ', "oe").replace('æ', "ae");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number as forms write it: `4`, `4,0`, `4.0`; nothing where it is not whole.
pub(super) fn whole(text: &str) -> Option<u8> {
    let (whole, rest) = text.split_once([',', '.']).unwrap_or((text, ""));
    let is_whole = rest.bytes().all(|digit| digit == b'0') && whole.bytes().all(|digit| digit.is_ascii_digit());
    whole.parse().ok().filter(|_| is_whole)
}

/// Whether a box was ticked; nothing where the cell says something else.
pub(super) fn ticked(folded: &str) -> Option<bool> {
    match folded {
        "oui" | "yes" | "o" | "y" | "x" | "1" | "vrai" | "true" | "coche" | "cochee" | "checked" | "selectionne" => {
            Some(true)
        }
        "" | "non" | "no" | "n" | "0" | "faux" | "false" | "n/a" | "non coche" | "unchecked" => Some(false),
        _ => None,
    }
}

/// How often, in the words of tresse or as French forms ask.
pub(super) fn frequency(folded: &str) -> Option<Frequency> {
    let by_word = || folded.parse().ok();
    let told = match folded {
        "jamais" => Frequency::Never,
        "rarement" | "quelques fois par an" | "une fois par an" | "plusieurs fois par an" | "annuellement" => {
            Frequency::Yearly
        }
        "parfois" | "quelques fois par mois" | "une fois par mois" | "plusieurs fois par mois" | "mensuellement" => {
            Frequency::Monthly
        }
        "souvent" | "quelques fois par semaine" | "une fois par semaine" | "plusieurs fois par semaine" => {
            Frequency::Weekly
        }
        "tous les jours" | "chaque jour" | "quotidiennement" | "tres souvent" => Frequency::Daily,
        _ => return by_word(),
    };
    Some(told)
}

/// By what, in the words of tresse or as French forms ask.
pub(super) fn channel(folded: &str) -> Option<Channel> {
    let told = match folded {
        "reunion" | "reunions" | "en personne" | "de vive voix" | "rencontre" => Channel::Meeting,
        "telephone" => Channel::Telephone,
        "courrier" | "poste" | "lettre" => Channel::Post,
        "e-mail" | "mail" | "courriel" | "courrier electronique" => Channel::Email,
        "messagerie" | "sms" | "whatsapp" | "signal" => Channel::Messages,
        "en ligne" | "outil en ligne" | "visioconference" => Channel::Online,
        _ => return folded.parse().ok(),
    };
    Some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_apostrophes_make_no_difference() {
        assert_eq!(folded("  L’ÉTÉ\n à  l'Œuvre – "), folded("l'ete a l’oeuvre -"));
        assert_ne!(folded("mai"), folded("mais"));
    }

    #[test]
    fn numbers_may_have_a_decimal_comma_and_must_be_whole() {
        let told = ["4", "4,0", "4.00", "4,5", "-4", "", "quatre", "4 sur 5"].map(whole);
        assert_eq!(told, [Some(4), Some(4), Some(4), None, None, None, None, None]);
    }

    #[test]
    fn forms_tell_frequencies_and_channels_in_words() {
        assert_eq!(frequency(&folded("Tous les jours")), Some(Frequency::Daily));
        assert_eq!((frequency("weekly"), frequency("demain")), (Some(Frequency::Weekly), None));
        assert_eq!(
            (channel(&folded("Téléphone")), channel("online")),
            (Some(Channel::Telephone), Some(Channel::Online))
        );
    }
}
