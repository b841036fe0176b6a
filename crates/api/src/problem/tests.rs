use super::*;

#[test]
fn every_code_has_a_title_and_a_next_step_in_every_language() {
    for language in [Language::English, Language::French] {
        for code in Code::ALL {
            let (title, detail) = language.tell(code.as_str(), &[]);
            assert!(title != code.as_str() && !title.is_empty(), "{code:?} has no title in {language:?}");
            assert!(!detail.is_empty(), "{code:?} has no next step in {language:?}");
        }
    }
}

#[test]
fn what_a_text_needs_is_given_to_it() {
    let told: [Problem; 9] = [
        Problem::insufficient_scope(domain::server::Scope::Admin),
        Problem::too_deep(16),
        Problem::body_too_large(1 << 20),
        Problem::invalid_header("If-Match"),
        Problem::not_acceptable("text/csv"),
        Problem::too_many_requests(17),
        Problem::position_past_head(domain::ids::Position(7)),
        Problem::too_many_streams(20),
        SubmitError::Stale { current: Version(3) }.into(),
    ];
    for problem in told {
        for language in [Language::English, Language::French] {
            let (title, detail) = language.tell(problem.code, &problem.args);
            let said = format!("{title} {detail}");
            assert!(problem.args.iter().all(|(_, value)| said.contains(value)), "{said}");
            assert!(!said.contains("{$"), "{said}");
        }
    }
}
