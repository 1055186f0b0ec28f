//! Rows as the JSON and CSV twins give them: parties as an export may name them. The article's text keeps its words.

use tocsin_export::public_party;
use tocsin_record::{Coding, Event, Party, VoiceLink};

fn all(parties: &mut [Party]) {
    parties.iter_mut().for_each(|party| *party = public_party(party));
}

fn one(party: &mut Option<Party>) {
    if let Some(party) = party {
        *party = public_party(party);
    }
}

fn voices(chain: &mut [VoiceLink]) {
    chain.iter_mut().for_each(|link| all(&mut link.sources));
}

/// The event with its parties as they may be shown.
pub(crate) fn event(event: &mut Event) {
    all(&mut event.actor);
    all(&mut event.recipient);
    voices(&mut event.voice);
}

/// All rows of a document, likewise.
pub(crate) fn coding(coding: &mut Coding) {
    coding.events.iter_mut().for_each(event);
    for statement in &mut coding.statements {
        one(&mut statement.speaker);
        one(&mut statement.addressee);
        voices(&mut statement.voice);
    }
    for prediction in &mut coding.predictions {
        one(&mut prediction.who);
        voices(&mut prediction.voice);
        if let Some(event) = &mut prediction.event {
            all(&mut event.actor);
            all(&mut event.recipient);
        }
    }
    for claim in &mut coding.claims {
        one(&mut claim.about);
        voices(&mut claim.voice);
    }
    coding.entities.iter_mut().for_each(|entity| entity.party = public_party(&entity.party));
}
