//! Records as they may leave the store: private persons by their role.

use tocsin_record::{Claim, Event, Party, Prediction, Statement, VoiceLink};
use tocsin_store::public_party;

fn parties(parties: &mut [Party]) {
    for party in parties {
        *party = public_party(party);
    }
}

fn voice(links: &mut [VoiceLink]) {
    for link in links {
        parties(&mut link.sources);
    }
}

/// The event with every private person in it by role ([`public_party`]).
pub fn public_event(event: &Event) -> Event {
    let mut event = event.clone();
    parties(&mut event.actor);
    parties(&mut event.recipient);
    voice(&mut event.voice);
    event
}

/// The statement with every private person in it by role.
pub fn public_statement(statement: &Statement) -> Statement {
    let mut statement = statement.clone();
    parties(statement.speaker.as_mut_slice());
    parties(statement.addressee.as_mut_slice());
    voice(&mut statement.voice);
    statement
}

/// The prediction with every private person in it by role.
pub fn public_prediction(prediction: &Prediction) -> Prediction {
    let mut prediction = prediction.clone();
    parties(prediction.who.as_mut_slice());
    if let Some(event) = &mut prediction.event {
        parties(&mut event.actor);
        parties(&mut event.recipient);
    }
    voice(&mut prediction.voice);
    prediction
}

/// The claim with every private person in it by role.
pub fn public_claim(claim: &Claim) -> Claim {
    let mut claim = claim.clone();
    parties(claim.about.as_mut_slice());
    voice(&mut claim.voice);
    claim
}
