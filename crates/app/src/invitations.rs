//! The codes of invitations: 80 random bits in 16 letters and digits (Crockford's base 32), such as `K7QM-2XVP-9D4T-HW3N`.
//! Shown once; what is kept of one is its blind index, from which only the network's keys find the invitation.

use std::fmt;
use std::str::FromStr;

use domain::ids::{InvitationId, Malformed};
use domain::invitation::Row;
use vault::Vault;

use crate::edge;
use crate::network::Live;
use crate::submission::Mac;

/// Without I, L, O and U, which are mistaken for others or make words.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them a code has: 5 bits each.
const LEN: usize = 16;
/// How many stand together.
const GROUP: usize = 4;

/// The code of an invitation; never in a log line.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; LEN]);

impl Code {
    /// Draws a new one.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn draw() -> Result<Self, getrandom::Error> {
        let bits = edge::random_80()?.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let digit = |n: usize| DIGITS.get(usize::try_from(bits >> (5 * n) & 31).unwrap_or(0)).copied().unwrap_or(b'0');
        Ok(Self(std::array::from_fn(digit)))
    }

    /// What no invitation has: it is looked for where what was typed cannot be a code.
    #[must_use]
    pub fn none() -> Self {
        Self([b'-'; LEN])
    }

    /// The text to show, once.
    #[must_use]
    pub fn expose(&self) -> String {
        self.0.chunks(GROUP).map(text).collect::<Vec<_>>().join("-")
    }

    /// What is kept of it.
    #[must_use]
    pub fn index(&self, vault: &Vault) -> Mac {
        vault.blind_index("invitation", &text(&self.0))
    }
}

fn text(digits: &[u8]) -> String {
    digits.iter().map(|digit| char::from(*digit)).collect()
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// As people type it: with or without hyphens and blanks, in whatever case, O for 0, I and L for 1.
impl FromStr for Code {
    type Err = Malformed;
    fn from_str(typed: &str) -> Result<Self, Malformed> {
        let mut digits = [0; LEN];
        let mut places = digits.iter_mut();
        for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '‑')) {
            let digit = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let known = DIGITS.iter().find(|known| char::from(**known) == digit).ok_or(Malformed("code"))?;
            *places.next().ok_or(Malformed("code"))? = *known;
        }
        if places.next().is_some() { Err(Malformed("code")) } else { Ok(Self(digits)) }
    }
}

impl Live {
    /// The invitation that has a code, whatever has become of it.
    #[must_use]
    pub fn invited(&self, code: &Code, vault: &Vault) -> Option<(InvitationId, &Row)> {
        let invitation = self.known.invitation(&code.index(vault))?;
        Some((invitation, self.state.invitation.get(invitation)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code: Code = "K0Q1-2XVP-1D4T-HW3N".parse().unwrap();
        for typed in ["k0q12xvp1d4thw3n", "KOQI 2XVP LD4T HW3N", " koql–2xvp—id4t‑hw3n\n"] {
            assert_eq!(typed.parse(), Ok(code.clone()), "{typed}");
        }
        assert_eq!(code.expose(), "K0Q1-2XVP-1D4T-HW3N");
        for typed in ["", "K0Q1-2XVP-1D4T-HW3", "K0Q1-2XVP-1D4T-HW3NN", "K0Q1-2XVP-1D4T-HW3U", "K0Q1_2XVP_1D4T_HW3N"] {
            assert!(typed.parse::<Code>().is_err(), "{typed}");
        }
    }

    #[test]
    fn drawn_codes_differ_and_use_every_digit() {
        let codes: Vec<_> = (0..64).map(|_| Code::draw().unwrap()).collect();
        let mut seen: Vec<_> = codes.iter().flat_map(|code| code.0).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, DIGITS);
        assert!(codes.iter().zip(&codes[1..]).all(|(code, next)| code != next));
        assert_eq!(codes[0].expose().parse(), Ok(codes[0].clone()));
        assert_eq!(format!("{:?}", codes[0]), "Code(…)");
    }
}
