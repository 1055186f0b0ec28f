//! Straight quotation marks, turned into opening and closing ones where that is certain.

/// The text with its straight marks directed, paragraph by paragraph. In a paragraph where they do not come out even,
/// or that measures in inches, they stay as they are: a wrong guess would turn all that follow. A mark that stands alone
/// past the beginning closes what an earlier paragraph opened.
pub(super) fn directed(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for (number, paragraph) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        direct(paragraph, &mut out);
    }
    out
}

fn direct(paragraph: &str, out: &mut String) {
    let marks = paragraph.matches(['"', '“', '”']).count();
    let lone = marks == 1 && !paragraph.trim_start().starts_with('"');
    let inches = paragraph.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1] == b'"');
    if inches || !(lone || marks.is_multiple_of(2)) {
        out.push_str(paragraph);
        return;
    }
    let mut open = lone;
    for c in paragraph.chars() {
        match c {
            '"' => {
                out.push(if open { '”' } else { '“' });
                open = !open;
            }
            '“' => {
                out.push(c);
                open = true;
            }
            '”' => {
                out.push(c);
                open = false;
            }
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::directed;

    #[test]
    fn straight_marks_get_their_direction() {
        assert_eq!(directed("He said \"no\" and \"yes\"."), "He said “no” and “yes”.");
        assert_eq!(directed("“No, \"he said."), "“No, ”he said.");
        assert_eq!(directed("It will open soon, \"he said."), "It will open soon, ”he said.");
    }

    #[test]
    fn what_is_not_certain_stays() {
        for text in ["\"We are going.", "A 6\" pipe and a \"hat\".", "He said \"no\" and \"yes."] {
            assert_eq!(directed(text), text);
        }
    }
}
