//! The map from the codes of a font to letters (a `ToUnicode` CMap; ISO 32000-1, 9.10.3).
//!
//! It is a small PostScript program that producers write in many ways. Only the lists after `beginbfchar` and
//! `beginbfrange` are read.

use std::collections::HashMap;

/// The maximum number of codes in one map. No font has as many glyphs.
const MOST_CODES: usize = 70_000;

/// A map from codes, each with its length in bytes, to letters.
#[derive(Default)]
pub(super) struct Letters(HashMap<(usize, u32), String>);

/// A token of the program.
enum Token<'p> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'p [u8]),
}

/// The kind of list that the program is in.
enum Section {
    Nothing,
    Codes,
    Ranges,
}

impl Letters {
    pub(super) fn read(program: &[u8]) -> Self {
        let mut letters = Self::default();
        let mut section = Section::Nothing;
        let mut operands: Vec<Vec<u8>> = Vec::new();
        // The number of operands before the open array.
        let mut open = None;
        let mut rest = program;
        while let Some((token, behind)) = next(rest) {
            rest = behind;
            match token {
                Token::Word(word) => {
                    section = match word {
                        b"beginbfchar" => Section::Codes,
                        b"beginbfrange" => Section::Ranges,
                        _ => Section::Nothing,
                    };
                    operands.clear();
                    open = None;
                }
                Token::Hex(hex) => operands.push(hex),
                Token::Open => open = Some(operands.len()),
                Token::Close => {}
            }
            let is_array_over = matches!(token_end(program, rest), b']');
            match (&section, operands.as_slice(), open) {
                (Section::Codes, [code, text], _) => letters.add(code, 0, text),
                (Section::Ranges, [first, last, text], None) => {
                    let steps = number(last).saturating_sub(number(first));
                    (0..=steps).take(MOST_CODES).for_each(|step| letters.add(first, step, text));
                }
                (Section::Ranges, [first, _, texts @ ..], Some(2)) if is_array_over => {
                    (0..).zip(texts).for_each(|(step, text)| letters.add_unchanged(first, step, text));
                }
                _ => continue,
            }
            operands.clear();
            open = None;
        }
        letters
    }

    /// The letters of a code of some bytes.
    pub(super) fn get(&self, code: u32, length: usize) -> Option<&str> {
        self.0.get(&(length, code)).map(String::as_str)
    }

    /// Maps the code `first` plus `step` to the letter `text` plus `step`.
    fn add(&mut self, first: &[u8], step: u32, text: &[u8]) {
        let mut text = text.to_vec();
        if let [.., high, low] = text.as_mut_slice() {
            let unit = u16::from_be_bytes([*high, *low]).wrapping_add(step as u16);
            [*high, *low] = unit.to_be_bytes();
        }
        self.add_unchanged(first, step, &text);
    }

    /// Maps the code `first` plus `step` to `text`.
    fn add_unchanged(&mut self, first: &[u8], step: u32, text: &[u8]) {
        let units = text.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
        let text: Result<String, _> = match text {
            // Not allowed, but it occurs: one byte for one letter.
            [letter] => Ok(char::from(*letter).to_string()),
            _ => char::decode_utf16(units).collect(),
        };
        if let Ok(text) = text
            && self.0.len() < MOST_CODES
        {
            self.0.insert((first.len(), number(first).wrapping_add(step)), text);
        }
    }
}

/// The last byte of the program before `rest`.
fn token_end(program: &[u8], rest: &[u8]) -> u8 {
    program.get((program.len() - rest.len()).wrapping_sub(1)).copied().unwrap_or(0)
}

fn number(code: &[u8]) -> u32 {
    code.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// The next token and the rest of the input. Skips everything else.
fn next(program: &[u8]) -> Option<(Token<'_>, &[u8])> {
    let mut rest = program;
    loop {
        let (first, behind) = rest.split_first()?;
        match first {
            b'[' => return Some((Token::Open, behind)),
            b']' => return Some((Token::Close, behind)),
            b'%' => rest = &behind[memchr::memchr2(b'\n', b'\r', behind)?..],
            b'<' if behind.first() == Some(&b'<') => rest = &behind[1..],
            b'<' => {
                let end = memchr::memchr(b'>', behind)?;
                return Some((Token::Hex(hex(&behind[..end])), &behind[end + 1..]));
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                let (word, behind) = rest.split_at(length);
                return Some((Token::Word(word), behind));
            }
            _ => rest = behind,
        }
    }
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .iter()
        .filter_map(|digit| char::from(*digit).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_read_however_they_are_written() {
        let program = b"%!PS\n/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
            1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
            2 beginbfchar <0003> <0020> <0004><00660069> endbfchar\n\
            2 beginbfrange\n<0010> <0019> <0030>\n<0020><0022>[<0041> <0042>\n<D83DDE00>]\nendbfrange\n\
            1 beginbfrange<05><05><0035>endbfrange 1 beginbfchar <07> <37> endbfchar endcmap";
        let letters = Letters::read(program);
        for (code, length, text) in [
            (3, 2, " "),
            (4, 2, "fi"),
            (0x11, 2, "1"),
            (0x19, 2, "9"),
            (0x20, 2, "A"),
            (0x22, 2, "\u{1f600}"),
            (5, 1, "5"),
            (7, 1, "7"),
        ] {
            assert_eq!(letters.get(code, length), Some(text), "{code}");
        }
        assert_eq!((letters.get(5, 2), letters.get(0x23, 2)), (None, None));
    }

    #[test]
    fn a_map_without_end_is_cut() {
        let letters = Letters::read(b"1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange");
        assert_eq!(letters.0.len(), MOST_CODES - 2048);
        assert_eq!(Letters::read(b"beginbfchar <00> <41").0.len(), 0);
    }
}
