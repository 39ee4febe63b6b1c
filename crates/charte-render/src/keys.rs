//! The keys of the scripts' configuration. The scripts' sources and this crate use the names of one table,
//! `runtime/keys.json`; what visitors download has the short keys.

/// Each name with its short key. Two names may share a key where no object has both.
// An array of pairs is valid JSON for build.mjs and a valid expression here, so that names are resolved at compile time.
const KEYS: &[[&str; 2]] = &include!("../runtime/keys.json");

/// The short key of a name.
///
/// # Panics
/// The table lacks the name: at compile time, since [`key!`] calls this in a constant.
pub(crate) const fn short(name: &str) -> &'static str {
    let mut rest = KEYS;
    while let [[known, key], others @ ..] = rest {
        if is_same(known.as_bytes(), name.as_bytes()) {
            return key;
        }
        rest = others;
    }
    panic!("runtime/keys.json lacks this name")
}

/// `==` of slices is not `const` yet.
const fn is_same(left: &[u8], right: &[u8]) -> bool {
    match (left, right) {
        ([], []) => true,
        ([first, left @ ..], [other, right @ ..]) => *first == *other && is_same(left, right),
        _ => false,
    }
}

/// The short key of a name of the table; any other name does not compile.
macro_rules! key {
    ($name:ident) => {
        const { $crate::keys::short(stringify!($name)) }
    };
}

/// A JSON object with the short keys of names of the table.
macro_rules! object {
    ($($name:ident: $value:expr),* $(,)?) => {{
        let mut object = serde_json::Map::new();
        $(object.insert($crate::keys::key!($name).to_owned(), serde_json::json!($value));)*
        object
    }};
}

pub(crate) use {key, object};

#[cfg(test)]
mod tests;
