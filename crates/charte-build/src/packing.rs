//! Compressed forms of a file that servers send in its place: `index.html.gz` for `index.html`.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use ruzstd::decoding::StreamingDecoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

/// The longest content that is unpacked, in bytes. A longer one is not compared.
const LONGEST: u64 = 64 << 20;
/// The buffer of the Brotli coder, in bytes.
const BUFFER: usize = 1 << 16;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// `.gz`
    Gzip,
    /// `.br`
    Brotli,
    /// `.zst`
    Zstandard,
}

impl Packing {
    /// By the ending of a file's name.
    pub(crate) fn of(path: &Path) -> Option<Packing> {
        match path.extension()?.to_str()? {
            "gz" => Some(Packing::Gzip),
            "br" => Some(Packing::Brotli),
            "zst" => Some(Packing::Zstandard),
            _ => None,
        }
    }

    /// The path of the file that a compressed one is a copy of, and how it is compressed.
    pub(crate) fn twin_of(path: &Path) -> Option<(PathBuf, Packing)> {
        Packing::of(path).map(|packing| (path.with_extension(""), packing))
    }

    /// Compresses, always with the same result for the same bytes: as small as the format allows, since pages are packed
    /// once and sent many times.
    ///
    /// # Errors
    /// None is known: the result goes to memory.
    pub(crate) fn pack(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Packing::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(bytes)?;
                encoder.finish()
            }
            Packing::Brotli => {
                let mut packed = Vec::new();
                let params = brotli::enc::BrotliEncoderParams { size_hint: bytes.len(), ..Default::default() };
                brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
                Ok(packed)
            }
            Packing::Zstandard => Ok(compress_to_vec(bytes, CompressionLevel::Fastest)),
        }
    }

    /// The content of a compressed file; `None` where it is broken or too long.
    pub(crate) fn unpack(self, packed: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = match self {
            Packing::Gzip => MultiGzDecoder::new(packed).take(LONGEST + 1).read_to_end(&mut bytes),
            Packing::Brotli => brotli::Decompressor::new(packed, BUFFER).take(LONGEST + 1).read_to_end(&mut bytes),
            Packing::Zstandard => StreamingDecoder::new(packed).ok()?.take(LONGEST + 1).read_to_end(&mut bytes),
        };
        (read.is_ok() && bytes.len() as u64 <= LONGEST).then_some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use crate::packing::*;

    const ALL: [Packing; 3] = [Packing::Gzip, Packing::Brotli, Packing::Zstandard];

    #[test]
    fn what_is_packed_is_unpacked_and_the_same_each_time() {
        let page = "<p>Il pleut sur la commune.</p>\n".repeat(9_000).into_bytes();
        for packing in ALL {
            for bytes in [&page[..], b"", b"a"] {
                let packed = packing.pack(bytes).unwrap();
                assert_eq!(packing.unpack(&packed).as_deref(), Some(bytes), "{packing:?}");
                assert_eq!(packing.pack(bytes).unwrap(), packed, "{packing:?}");
            }
            assert!(packing.pack(&page).unwrap().len() < page.len() / 20, "{packing:?}");
            assert_eq!(packing.unpack(b"<!doctype html>"), None, "{packing:?}");
        }
    }

    #[test]
    fn the_ending_says_what_a_file_is_a_copy_of() {
        let twin = |path: &str| Packing::twin_of(Path::new(path));
        assert_eq!(twin("a/index.html.gz"), Some(("a/index.html".into(), Packing::Gzip)));
        assert_eq!(twin("a/data.tar.br"), Some(("a/data.tar".into(), Packing::Brotli)));
        assert_eq!(twin("a/index.html.zst"), Some(("a/index.html".into(), Packing::Zstandard)));
        assert_eq!(twin("a/index.html"), None);
    }
}
