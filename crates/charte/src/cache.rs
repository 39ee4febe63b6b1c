//! The user's folder for what can be made again.

use std::env;
use std::path::PathBuf;

/// charte's folder in it: `$XDG_CACHE_HOME/charte`, else that of the system. `None` where the user has no home.
pub(crate) fn folder() -> Option<PathBuf> {
    let named = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let usual = || {
        let home = env::home_dir().filter(|home| home.is_absolute())?;
        Some(home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }))
    };
    named.or_else(usual).map(|folder| folder.join("charte"))
}
