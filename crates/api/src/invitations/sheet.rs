//! The printed sheet of invitations: a card for each code, eight on an A4 page, with lines to cut along.

use actix_web::http::header;
use actix_web::{HttpResponse, HttpResponseBuilder};
use app::invitations::Code;
use app::network::Text;
use domain::ids::{InvitationId, Stamp};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::call::Write;
use crate::i18n::Language;
use crate::problem::Problem;
use crate::values::WebAddress;

/// How many cards a page has.
const ON_A_PAGE: usize = 8;
const STYLE: &str = include_str!("sheet.css");

/// An invitation with its code.
#[derive(Debug)]
pub struct Card {
    /// Its id.
    pub id: InvitationId,
    /// Its code.
    pub code: Code,
    /// Until when it is valid.
    pub expires_at: Stamp,
}

/// What stands on every card.
#[derive(Debug)]
pub struct Sheet {
    language: Language,
    network: String,
    address: String,
    zone: TimeZone,
}

impl Sheet {
    /// The sheet of a network; `address` is where people enter their code.
    ///
    /// # Errors
    /// `internal` when the network's name cannot be opened.
    pub fn of<B>(write: &Write<B>, address: Option<&WebAddress>) -> Result<Self, Problem> {
        let live = write.gate.live();
        let charter = live.views.network.charter().ok_or_else(Problem::not_found)?;
        let network = match charter.name.map(|name| write.network.text(&name)).transpose()? {
            Some(Text::Shown(name)) => name.as_ref().to_owned(),
            Some(Text::Erased) | None => String::new(),
        };
        let here = || write.caller.url(write.caller.request_path().trim_end_matches("/invitations"));
        Ok(Self {
            language: write.caller.asked.language,
            network,
            address: address.map_or_else(here, |address| address.as_str().to_owned()),
            zone: TimeZone::get(charter.time_zone.as_str()).unwrap_or(TimeZone::UTC),
        })
    }

    /// Answers with the sheet: a page of its own that asks nobody for anything, and that nobody keeps.
    pub fn answer(&self, response: &mut HttpResponseBuilder, cards: &[Card]) -> HttpResponse {
        response
            .insert_header((header::CONTENT_LANGUAGE, self.language.tag()))
            .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"))
            .insert_header((header::VARY, "Accept, Accept-Language, Authorization"))
            .content_type("text/html; charset=utf-8")
            .body(self.page(cards).into_string())
    }

    fn say(&self, id: &str) -> String {
        self.language.say(id, &[]).unwrap_or_default()
    }

    fn page(&self, cards: &[Card]) -> Markup {
        let title = self.language.say("sheet-title", &[("network", self.network.clone())]).unwrap_or_default();
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header { h1 { (title) } p { (self.say("sheet-cut")) } }
                    main {
                        @for page in cards.chunks(ON_A_PAGE) {
                            section { @for card in page { (self.card(card)) } }
                        }
                    }
                }
            }
        }
    }

    fn card(&self, card: &Card) -> Markup {
        let code = card.code.expose();
        let spoken: Vec<_> = code.chars().filter(|c| *c != '-').map(String::from).collect();
        html! {
            article {
                p.invited { (self.say("sheet-invited")) }
                h2 { (self.network) }
                ol {
                    li { (self.say("sheet-open")) " " span.address { (self.address) } }
                    li { (self.say("sheet-enter")) }
                }
                p.label { (self.say("sheet-code")) }
                p.code aria-label=(format!("{} : {}", self.say("sheet-code-spoken"), spoken.join(" "))) {
                    @for (n, group) in code.split('-').enumerate() {
                        @if n > 0 { span.hyphen { "-" } }
                        (group)
                    }
                }
                p.until { (self.until(card.expires_at)) " · " (self.say("sheet-once")) }
            }
        }
    }

    /// Until when a card is valid, in the network's time zone.
    fn until(&self, expires_at: Stamp) -> String {
        let at = Timestamp::from_millisecond(expires_at.millis()).unwrap_or(Timestamp::MAX);
        let at = self.zone.to_datetime(at);
        let args = [
            ("day", at.day().to_string()),
            ("month", format!("m{}", at.month())),
            ("year", at.year().to_string()),
            ("time", format!("{:02}:{:02}", at.hour(), at.minute())),
        ];
        self.language.say("sheet-until", &args).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(language: Language, network: &str) -> Sheet {
        let (network, address) = (network.to_owned(), "https://vallee.example/?a&b".to_owned());
        Sheet { language, network, address, zone: TimeZone::get("Europe/Paris").unwrap() }
    }

    fn card() -> Card {
        let expires_at = "2026-08-05T15:02:11Z".parse().unwrap();
        Card { id: InvitationId(uuid::Uuid::nil()), code: "K7QM2XVP9D4THW3N".parse().unwrap(), expires_at }
    }

    #[test]
    fn a_card_tells_everything_in_the_language_asked_for_and_in_the_time_of_the_network() {
        for (language, wanted) in [
            (Language::French, ["lang=\"fr\"", "Votre code", "jusqu'au 5 août 2026, 17:02", "Vous êtes invité·e"]),
            (Language::English, ["lang=\"en\"", "Your code", "until 5 August 2026, 17:02", "You are invited"]),
        ] {
            let page = sheet(language, "Réseau de la vallée").page(&[card()]).into_string();
            for wanted in wanted {
                assert!(page.contains(wanted), "{wanted} in {page}");
            }
            assert!(page.contains("K7QM") && page.contains("https://vallee.example/?a&amp;b"), "{page}");
        }
    }

    #[test]
    fn what_a_network_is_called_is_escaped() {
        let page = sheet(Language::French, "<script>alert('x')</script> & \"co\"").page(&[card()]).into_string();
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;") && page.contains("&amp; &quot;co&quot;"));
    }

    #[test]
    fn eight_cards_stand_on_a_page() {
        let cards: Vec<_> = (0..17).map(|_| card()).collect();
        let page = sheet(Language::English, "x").page(&cards).into_string();
        assert_eq!((page.matches("<article>").count(), page.matches("<section>").count()), (17, 3));
    }
}
