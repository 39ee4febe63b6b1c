//! Third parties in the data of a page: its scripts may contact them.

use std::borrow::Cow;

use charte_html::{Tag, reference};

use crate::gate::Gate;
use crate::recognise::Address;

impl Gate<'_> {
    /// Records the third parties in attributes that scripts read: `data-*`, all attributes of custom elements, and event handlers,
    /// which are scripts. Elements that another consent manager holds back are left out, as it restores them itself.
    pub(crate) fn record_named(&mut self, tag: &Tag<'_>) {
        let is_custom = tag.raw_name().contains(&b'-');
        let is_data = |name: &[u8]| is_custom || starts(name, b"data-") || starts(name, b"on");
        let read: Vec<_> = tag.attributes().filter(|attribute| is_data(tag.raw_name_of(attribute))).collect();
        if read.is_empty() || self.has_manager(tag) {
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

    fn has_manager(&self, tag: &Tag<'_>) -> bool {
        let attributes: Vec<_> = tag.attributes().map(|attribute| tag.name_and_value(&attribute)).collect();
        self.recogniser.manager_by_attributes(&attributes).is_some()
    }
}

fn starts(name: &[u8], with: &[u8]) -> bool {
    name.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}
