//! Dictionary forms: exceptions from the treebanks, irregular verbs, then rules on endings.

use super::hash;
use crate::{Tag, Upos};
use std::collections::{HashMap, HashSet};

const IRREGULAR_VERBS: &str = include_str!("irregular.txt");

/// Nouns whose plural no rule undoes.
const PLURALS: &[(&str, &str)] = &[
    ("men", "man"),
    ("women", "woman"),
    ("children", "child"),
    ("people", "people"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("mice", "mouse"),
    ("geese", "goose"),
    ("lives", "life"),
    ("wives", "wife"),
    ("knives", "knife"),
    ("leaves", "leaf"),
    ("halves", "half"),
    ("thieves", "thief"),
    ("wolves", "wolf"),
    ("shelves", "shelf"),
    ("selves", "self"),
    ("crises", "crisis"),
    ("analyses", "analysis"),
    ("theses", "thesis"),
    ("hypotheses", "hypothesis"),
    ("bases", "base"),
    ("criteria", "criterion"),
    ("phenomena", "phenomenon"),
    ("media", "media"),
    ("data", "data"),
    ("oxen", "ox"),
    ("series", "series"),
    ("species", "species"),
    ("headquarters", "headquarters"),
    ("news", "news"),
    ("movies", "movie"),
    ("means", "means"),
    ("troops", "troop"),
    ("police", "police"),
    ("cookies", "cookie"),
    ("ties", "tie"),
    ("dies", "die"),
    ("lies", "lie"),
    ("pies", "pie"),
    ("zombies", "zombie"),
    ("rookies", "rookie"),
    ("axes", "axis"),
    ("buses", "bus"),
    ("gases", "gas"),
    ("viruses", "virus"),
    ("statuses", "status"),
    ("bonuses", "bonus"),
    ("campuses", "campus"),
    ("censuses", "census"),
    ("focuses", "focus"),
    ("calves", "calf"),
    ("loaves", "loaf"),
    ("scarves", "scarf"),
    ("appendices", "appendix"),
    ("indices", "index"),
    ("matrices", "matrix"),
    ("memoranda", "memorandum"),
    ("referenda", "referendum"),
    ("barracks", "barracks"),
    ("congressmen", "congressman"),
    ("clothes", "clothes"),
    ("goods", "good"),
    ("proceeds", "proceeds"),
    ("alumni", "alumnus"),
    ("fungi", "fungus"),
    ("stimuli", "stimulus"),
    ("heroes", "hero"),
    ("potatoes", "potato"),
    ("tomatoes", "tomato"),
    ("vetoes", "veto"),
    ("echoes", "echo"),
    ("torpedoes", "torpedo"),
    ("embargoes", "embargo"),
    ("cargoes", "cargo"),
    ("mosquitoes", "mosquito"),
    ("shoes", "shoe"),
    ("volcanoes", "volcano"),
    ("tornadoes", "tornado"),
    ("negroes", "negro"),
    ("canoes", "canoe"),
    ("toes", "toe"),
    ("aches", "ache"),
    ("caches", "cache"),
    ("avalanches", "avalanche"),
    ("headaches", "headache"),
    ("quizzes", "quiz"),
];

/// Finds lemmas.
#[derive(Debug, Clone, Default)]
pub struct Lemmatiser {
    /// By hash of form and tag.
    exceptions: HashMap<u64, Box<str>>,
    /// Hashes of the base forms of verbs.
    bases: HashSet<u32>,
}

fn exception_key(form: &str, tag: Tag) -> u64 {
    u64::from(hash::text(form.bytes())) << 32 | u64::from(hash::text(form.bytes().rev().chain([tag as u8])))
}

impl Lemmatiser {
    /// A lemmatiser with the exceptions of the model: form in lower case, tag, lemma. Those tagged VB also say which
    /// base forms there are.
    pub fn new<'a>(exceptions: impl IntoIterator<Item = (&'a str, Tag, &'a str)>) -> Self {
        let mut all = HashMap::new();
        let mut bases = HashSet::new();
        for (form, tag, lemma) in exceptions {
            if tag == Tag::Vb {
                bases.insert(hash::text(lemma.bytes()));
            }
            all.insert(exception_key(form, tag), lemma.into());
        }
        for &(form, lemma) in PLURALS {
            all.insert(exception_key(form, Tag::Nns), lemma.into());
        }
        for line in IRREGULAR_VERBS.lines().filter(|l| !l.starts_with('#')) {
            let mut forms = line.split(' ');
            let Some(base) = forms.next() else { continue };
            bases.insert(hash::text(base.bytes()));
            let mut past = false;
            for form in forms {
                past = true;
                for tag in [Tag::Vbd, Tag::Vbn] {
                    all.insert(exception_key(form, tag), base.into());
                }
            }
            for tag in [Tag::Vbd, Tag::Vbn] {
                // "hit", "put": the same in the past; "come", "run": in the participle.
                if !past
                    || tag == Tag::Vbn && matches!(base, "come" | "run" | "become" | "overcome" | "overrun" | "beat")
                {
                    all.insert(exception_key(base, tag), base.into());
                }
            }
        }
        for (form, tag, lemma) in [
            ("is", Tag::Vbz, "be"),
            ("are", Tag::Vbp, "be"),
            ("am", Tag::Vbp, "be"),
            ("'s", Tag::Vbz, "be"),
            ("'re", Tag::Vbp, "be"),
            ("'m", Tag::Vbp, "be"),
            ("has", Tag::Vbz, "have"),
            ("'ve", Tag::Vbp, "have"),
            ("'d", Tag::Vbd, "have"),
            ("does", Tag::Vbz, "do"),
            ("goes", Tag::Vbz, "go"),
            ("n't", Tag::Rb, "not"),
            ("ca", Tag::Md, "can"),
            ("wo", Tag::Md, "will"),
            ("'ll", Tag::Md, "will"),
            ("'d", Tag::Md, "would"),
            ("dying", Tag::Vbg, "die"),
            ("lying", Tag::Vbg, "lie"),
            ("tying", Tag::Vbg, "tie"),
            ("vying", Tag::Vbg, "vie"),
            ("better", Tag::Jjr, "good"),
            ("best", Tag::Jjs, "good"),
            ("worse", Tag::Jjr, "bad"),
            ("worst", Tag::Jjs, "bad"),
            ("more", Tag::Jjr, "more"),
            ("most", Tag::Jjs, "most"),
            ("less", Tag::Jjr, "less"),
            ("least", Tag::Jjs, "least"),
            ("an", Tag::Dt, "a"),
        ] {
            all.insert(exception_key(form, tag), lemma.into());
        }
        Lemmatiser { exceptions: all, bases }
    }

    /// The verb whose past `form` may be, if that is a verb known here.
    pub fn past_of(&self, form: &str) -> Option<String> {
        let lower = lower(form);
        if let Some(lemma) = self.exceptions.get(&exception_key(&lower, Tag::Vbd)) {
            return Some(lemma.to_string());
        }
        let known = |base: &str| self.bases.contains(&hash::text(base.bytes()));
        let base = lower.ends_with("ed").then(|| by_rule(lower, Tag::Vbd, known))?;
        known(&base).then_some(base)
    }

    /// The lemma of `form`.
    pub fn lemma(&self, form: &str, tag: Tag, upos: Upos) -> String {
        if matches!(tag, Tag::Nnp | Tag::Nnps) || upos == Upos::Propn {
            return form.to_owned();
        }
        let lower = lower(form);
        if let Some(lemma) = self.exceptions.get(&exception_key(&lower, tag)) {
            return lemma.to_string();
        }
        // A past form that is no base form is of the verb it can only be of ("overthrew"), whatever its tag.
        if matches!(tag, Tag::Vb | Tag::Vbp)
            && !self.bases.contains(&hash::text(lower.bytes()))
            && let Some(lemma) = self.exceptions.get(&exception_key(&lower, Tag::Vbd))
        {
            return lemma.to_string();
        }
        by_rule(lower, tag, |base| self.bases.contains(&hash::text(base.bytes())))
    }
}

fn lower(form: &str) -> String {
    form.chars().flat_map(|c| if c == '’' { '\'' } else { c }.to_lowercase()).collect()
}

/// The lemma of the lower-cased `form` by its ending alone.
/// `known` says whether a word is the base form of a verb.
pub fn by_rule(form: String, tag: Tag, known: impl Fn(&str) -> bool) -> String {
    match tag {
        Tag::Nns => plural(form),
        Tag::Vbz => {
            for (end, add) in [
                ("ies", "y"),
                ("sses", "ss"),
                ("shes", "sh"),
                ("ches", "ch"),
                ("xes", "x"),
                ("zzes", "zz"),
                ("oes", "o"),
            ] {
                if let Some(stem) = form.strip_suffix(end).filter(|s| s.len() > 1 || end == "oes" || end == "xes") {
                    return format!("{stem}{add}");
                }
            }
            cut(form, "s")
        }
        Tag::Vbd | Tag::Vbn => {
            if let Some(stem) = form.strip_suffix("ied").filter(|s| s.len() > 1) {
                return format!("{stem}y");
            }
            match form.strip_suffix("ed") {
                Some(stem) if stem.len() > 1 && !form.ends_with("eed") || form.ends_with("eeed") => base(stem, known),
                _ if form.ends_with("eed") && form.len() > 5 => cut(form, "d"),
                _ => form,
            }
        }
        Tag::Vbg => match form.strip_suffix("ing") {
            Some(stem) if stem.len() > 1 && stem.contains(['a', 'e', 'i', 'o', 'u', 'y']) => base(stem, known),
            _ => form,
        },
        Tag::Jjr | Tag::Rbr => compared(form, "er"),
        Tag::Jjs | Tag::Rbs => compared(form, "est"),
        _ => form,
    }
}

fn cut(form: String, end: &str) -> String {
    match form.strip_suffix(end) {
        Some(stem) if stem.len() > 1 => stem.to_owned(),
        _ => form,
    }
}

fn plural(form: String) -> String {
    for &(many, one) in PLURALS {
        // "policewomen", "grandchildren"
        if matches!(many, "men" | "women" | "children") && form.len() > many.len() && form.ends_with(many) {
            return format!("{}{one}", &form[..form.len() - many.len()]);
        }
    }
    for (end, add) in
        [("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("tches", "tch"), ("ches", "ch"), ("xes", "x"), ("zzes", "zz")]
    {
        if let Some(stem) = form.strip_suffix(end).filter(|s| s.len() > 1 || end == "xes") {
            return format!("{stem}{add}");
        }
    }
    if form.ends_with("ss") || form.ends_with("us") || form.ends_with("is") {
        return form;
    }
    let bare = cut(form, "s");
    bare.strip_suffix('\'').map_or(bare.clone(), str::to_owned)
}

fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The base form of a stem that has lost "-ed" or "-ing": the one of its possible base forms that is known, else a guess.
fn base(stem: &str, known: impl Fn(&str) -> bool) -> String {
    let bytes = stem.as_bytes();
    let n = bytes.len();
    if !stem.is_ascii() || n < 2 {
        return stem.to_owned();
    }
    let (last, before) = (bytes[n - 1], bytes[n - 2]);
    let with_e = format!("{stem}e");
    let doubled = last == before && !is_vowel(last);
    let short = (0..n).filter(|&i| is_vowel(bytes[i]) && (i == 0 || !is_vowel(bytes[i - 1]))).count() == 1;
    // "hoping" is of "hope", since "hop" would have doubled its letter.
    let silent = short && n >= 3 && is_vowel(before) && !is_vowel(bytes[n - 3]) && !matches!(last, b'w' | b'x' | b'y');
    if doubled {
        let single = &stem[..n - 1];
        let double = known(stem) || !known(single) && (matches!(last, b's' | b'z' | b'f') || last == b'l' && short);
        return if double { stem.to_owned() } else { single.to_owned() };
    }
    match (known(stem), known(&with_e)) {
        (true, false) => return stem.to_owned(),
        (false, true) => return with_e,
        (true, true) => return if silent { with_e } else { stem.to_owned() },
        (false, false) => {}
    }
    let ends = |list: &[&str]| list.iter().any(|end| stem.ends_with(end));
    let guess = match last {
        b'v' | b'u' | b'c' => true,
        b's' => before != b's' && !stem.ends_with("us"),
        b'z' => before != b't',
        b'g' => before != b'n' && !is_vowel(before) || ends(&["ang", "eng"]),
        b'l' => !is_vowel(before) && !matches!(before, b'l' | b'r' | b'w'),
        b't' => n > 4 && ends(&["at", "ut", "ot"]) && !ends(&["eat", "oat", "mat", "bat", "out", "oot"]),
        b'r' => ends(&["ur", "ir", "ar", "tr"]) && !ends(&["air", "our"]),
        b'd' => ends(&["ad", "id", "ud"]) && !ends(&["oad", "aid", "oid", "ead"]),
        _ => silent,
    };
    if guess || silent { with_e } else { stem.to_owned() }
}

fn compared(form: String, end: &str) -> String {
    let Some(stem) = form.strip_suffix(end).filter(|s| s.len() > 2) else { return form };
    if let Some(stem) = stem.strip_suffix('i') {
        return format!("{stem}y");
    }
    let bytes = stem.as_bytes();
    let n = bytes.len();
    if bytes[n - 1] == bytes[n - 2] && !is_vowel(bytes[n - 1]) && !matches!(bytes[n - 1], b'l' | b's') {
        return stem[..n - 1].to_owned();
    }
    let silent = [
        "larg", "lat", "saf", "strang", "clos", "wid", "sever", "nic", "brav", "fin", "wis", "whit", "rar", "sur",
        "simpl", "abl", "fre", "tru", "pur", "hug", "nobl", "gentl", "littl", "rip", "polit",
    ];
    if silent.contains(&stem) { format!("{stem}e") } else { stem.to_owned() }
}
