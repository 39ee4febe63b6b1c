//! A part of a site: several machines or processes build one site together, and each builds the files of its part.

use std::path::Path;

use crate::packing::Packing;
use crate::site::path::hash;

/// One of several parts of a site. Only the path of a file decides which part it is in, so that parts are the same for every
/// process and after any retry. The first part also has the files that exist once for the whole site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u64,
    count: u64,
}

impl Shard {
    /// Part `number`, from 1, of `count`. `None` where there is no such part.
    pub fn new(number: u64, count: u64) -> Option<Shard> {
        (1..=count).contains(&number).then_some(Shard { number, count })
    }

    /// Whether a file, by its path below the root of the site, is in this part. A compressed copy is where its page is.
    pub(crate) fn has(self, path: &Path) -> bool {
        let twin = Packing::twin_of(path);
        let path = twin.as_ref().map_or(path, |(main, _)| main);
        let start = hash(path).iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        start % self.count == self.number - 1
    }

    /// Whether it is the part that also has what exists once: charte's own folder, lists of service workers, sitemaps.
    pub(crate) fn is_first(self) -> bool {
        self.number == 1
    }

    /// The name of the folder for files that are being written. No other part writes there.
    pub(crate) fn stage(self) -> String {
        format!("{}-{}-{}", crate::site::STAGE, self.number, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_in_one_part_and_copies_are_with_their_page() {
        let shards: Vec<Shard> = (1..=7).map(|number| Shard::new(number, 7).unwrap()).collect();
        for number in 0..200 {
            let page = format!("a/{number}.html");
            let of =
                |path: &str| -> Vec<usize> { (0..7).filter(|index| shards[*index].has(Path::new(path))).collect() };
            assert_eq!(of(&page).len(), 1);
            assert_eq!(of(&page), of(&format!("{page}.br")));
        }
        assert!(Shard::new(0, 3).is_none() && Shard::new(4, 3).is_none());
    }
}
