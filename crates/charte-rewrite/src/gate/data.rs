//! What a page hands to its scripts: they may contact whom it names.

use std::borrow::Cow;

use charte_html::{Tag, reference};

use crate::gate::Judge;
use crate::recognise::Address;

impl Judge<'_> {
    /// Takes note of third parties in what scripts read: `data-…` attributes, all those of elements that scripts define, and
    /// handlers, which are scripts. Not of what another consent manager holds back and brings back by itself.
    pub(crate) fn see_data(&mut self, tag: &Tag<'_>) {
        let is_custom = tag.raw_name().contains(&b'-');
        let is_data = |name: &[u8]| is_custom || starts(name, b"data-") || starts(name, b"on");
        let read: Vec<_> = tag.attributes().filter(|attribute| is_data(tag.raw_name_of(attribute))).collect();
        if read.is_empty() || self.has_holder(tag) {
            return;
        }
        for attribute in read {
            let value = reference::decode(attribute.value);
            if let Some(address) = Address::parse(&value, None)
                && self.recogniser.address(&address).must_wait()
            {
                self.named.extend(address.host.map(Cow::into_owned));
            }
            self.named.extend(self.recogniser.mentions(value.as_bytes()));
        }
    }

    fn has_holder(&self, tag: &Tag<'_>) -> bool {
        let attributes: Vec<_> = tag.attributes().map(|attribute| tag.name_and_value(&attribute)).collect();
        self.recogniser.holder(&attributes).is_some()
    }
}

fn starts(name: &[u8], with: &[u8]) -> bool {
    name.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}
