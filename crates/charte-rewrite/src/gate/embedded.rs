//! Documents in the attributes of a page: in `srcdoc`, and in addresses such as `data:`. They have the policy of the page, but no
//! script of charte's, which would hold what no policy governs: connections without a request, and WebRTC.

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use charte_html::Tag;

use crate::contacts::{Contacts, Occurrence};
use crate::gate::Gate;
use crate::recognise::UNKNOWN_SERVICE;

/// Base64 with or without padding.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// What makes browsers connect to a host, or fetch from one, without asking the policy.
const UNGOVERNED: [&[u8]; 4] = [b"preconnect", b"dns-prefetch", b"speculationrules", b"RTCPeerConnection"];
/// Elements to whose hosts Chromium connects before the policy refuses them.
const FRAMES: [&[u8]; 2] = [b"<iframe", b"<frame"];

impl Gate<'_> {
    /// Adds an unknown contact where a `srcdoc` document may contact somebody past the policy. `is_read` says whether its elements
    /// have been read.
    pub(super) fn add_srcdoc(&self, document: &str, is_read: bool, tag: &Tag<'_>, contacts: &mut Contacts) {
        let document = document.as_bytes();
        if holds(document, &UNGOVERNED) || (!is_read && holds(document, &[b"//", b"\\", b"&"])) {
            self.add_anybody(tag, contacts);
        }
    }

    /// The same for an address that is a document itself. Its elements are not read.
    pub(super) fn add_written_document(&self, address: &str, tag: &Tag<'_>, contacts: &mut Contacts) {
        let address = address.trim_start();
        let is_document = ["data:", "javascript:"]
            .iter()
            .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        if !is_document {
            return;
        }
        let mut document = percent_decoded(address.as_bytes());
        if let Some((kind, text)) = address.split_once(',').filter(|(kind, _)| kind.trim_end().ends_with("base64")) {
            document = [kind.as_bytes(), &base64_decoded(&percent_decoded(text.as_bytes()))].concat();
        }
        if holds(&document, &UNGOVERNED) || holds(&document, &FRAMES) {
            self.add_anybody(tag, contacts);
        }
    }

    /// Makes an element wait that may contact anybody.
    pub(super) fn add_anybody(&self, tag: &Tag<'_>, contacts: &mut Contacts) {
        if self.recogniser.blocks_unknown() {
            let occurrence = Occurrence { tag, address: "", host: None, offset: tag.start };
            contacts.wait_for(UNKNOWN_SERVICE);
            contacts.gated.push(occurrence.gated(UNKNOWN_SERVICE));
        }
    }
}

/// Whether the text holds one of these words, in any case.
fn holds(text: &[u8], words: &[&[u8]]) -> bool {
    words.iter().any(|word| super::holds(text, word))
}

/// The bytes of an address as browsers read it: they leave out tabs and line ends (URL Standard).
fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let text: Vec<u8> = text.iter().copied().filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r')).collect();
    percent_encoding::percent_decode(&text).collect()
}

/// The bytes of a text in base64, as forgiving as browsers (Infra Standard); nothing where they cannot read it either.
fn base64_decoded(text: &[u8]) -> Vec<u8> {
    let text: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    FORGIVING.decode(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::gate::embedded::*;

    #[test]
    fn addresses_are_decoded() {
        assert_eq!(percent_decoded(b"data:,%3Cb%3e%2 \n%"), b"data:,<b>%2 %");
        for text in ["PGlmcmFtZT4=", "PGlm cmFt\nZT4", "PGlmcmFtZT5"] {
            assert_eq!(base64_decoded(text.as_bytes()), b"<iframe>", "{text}");
        }
        assert_eq!(base64_decoded(b"<iframe>"), b"");
    }
}
