//! The explanations are there, in both languages, and in the agreed form.

use super::*;

#[test]
fn codes_are_tw_and_four_digits_in_order() {
    let codes: Vec<&str> = all().map(|explanation| explanation.code).collect();
    assert!(codes.len() > 100, "{codes:?}");
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    for code in codes {
        let digits = code.strip_prefix("TW").unwrap_or_default();
        assert!(digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    }
}

#[test]
fn each_code_is_explained_in_both_languages() {
    // GitHub takes at most this many characters for the description of a rule.
    const OPENING_LIMIT: usize = 1024;
    for explanation in all() {
        for lang in Lang::ALL {
            let code = explanation.code;
            assert!(!explanation.title.get(lang).trim().is_empty(), "{code}: no title");
            assert!(explanation.body.get(lang).len() > 80, "{code}: too short");
            assert!(!explanation.body.get(lang).contains('\t'), "{code}: a tab");
            let opening = explanation.opening(lang);
            assert!(opening.len() <= OPENING_LIMIT && !opening.starts_with(' '), "{code}: {opening}");
        }
        let [id, en] = Lang::ALL.map(|lang| explanation.body.get(lang));
        assert_ne!(id, en, "{}: not translated", explanation.code);
        let examples = |body: &str| body.lines().filter(|line| line.starts_with("    ")).count();
        assert_eq!(examples(id), examples(en), "{}: examples differ", explanation.code);
    }
}

#[test]
fn a_code_is_found_however_it_is_typed() {
    for typed in ["TW0203", "tw0203", " 0203\n"] {
        assert_eq!(explain(typed).map(|explanation| explanation.code), Some("TW0203"), "{typed:?}");
    }
    for typed in ["", "TW", "TW9999", "TWTW0203", "203"] {
        assert_eq!(explain(typed), None, "{typed:?}");
    }
}
