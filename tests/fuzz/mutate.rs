//! Seeded mutations: the same inputs for the same seed, on any machine and toolchain.

/// The longest input, in bytes.
const LONGEST: usize = 4096;

/// Makes inputs from other inputs and the words of a dictionary.
pub(crate) struct Mutator {
    state: u64,
    words: Vec<Vec<u8>>,
    inputs: Vec<Vec<u8>>,
}

impl Mutator {
    /// `dictionary` is in libFuzzer's form: a line for each word, between quotes.
    pub(crate) fn new(seed: u64, dictionary: &str, inputs: Vec<Vec<u8>>) -> Mutator {
        let words = dictionary.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"')).map(unescape);
        Mutator { state: seed.max(1), words: words.collect(), inputs }
    }

    /// Marsaglia's xorshift.
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % end.max(1) as u64) as usize
    }

    /// One of the inputs, changed in up to eight places.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let which = self.below(self.inputs.len());
        let mut input = self.inputs[which].clone();
        for _ in 0..=self.below(8) {
            self.mutate(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    fn mutate(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len() + 1);
        let end = (at + self.below(16)).min(input.len());
        match self.below(8) {
            0..=3 => {
                let word = self.below(self.words.len());
                input.splice(at..at, self.words[word].iter().copied());
            }
            4 => drop(input.drain(at..end)),
            5 => {
                let piece = input[at..end].to_vec();
                let to = self.below(input.len() + 1);
                input.splice(to..to, piece);
            }
            6 => {
                let byte = self.below(256) as u8;
                input.insert(at, byte);
            }
            _ => {
                let other = self.below(self.inputs.len());
                let from = self.below(self.inputs[other].len() + 1);
                let to = (from + self.below(64)).min(self.inputs[other].len());
                input.splice(at..end, self.inputs[other][from..to].iter().copied());
            }
        }
    }
}

/// A word of the dictionary: `\\`, `\"` and `\xNN` stand for a byte each.
fn unescape(word: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let hexadecimal = rest.strip_prefix("\\x").and_then(|rest| u8::from_str_radix(rest.get(..2)?, 16).ok());
        let length = match (hexadecimal, first) {
            (Some(byte), _) => {
                bytes.push(byte);
                4
            }
            (None, '\\') => {
                bytes.extend(rest.as_bytes().get(1));
                2
            }
            (None, letter) => {
                bytes.extend_from_slice(&rest.as_bytes()[..letter.len_utf8()]);
                letter.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    bytes
}
