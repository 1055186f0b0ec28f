use super::*;

#[test]
fn signs_know_their_cases() {
    let mut wrong = Vec::new();
    for sign in signs::all() {
        assert!(!sign.yes.is_empty() && !sign.no.is_empty(), "{} needs cases both ways", sign.name);
        for case in &sign.yes {
            if !signs::weigh(case).1.contains(&sign.name.as_str()) {
                wrong.push(format!("{} should know {case:?}", sign.name));
            }
        }
        for case in &sign.no {
            if signs::weigh(case).1.contains(&sign.name.as_str()) {
                wrong.push(format!("{} should not know {case:?}", sign.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
