//! The engines in which tests visit pages. It drives no browser.

/// Those that `charte-browser` drives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    const ALL: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::Webkit];

    /// All of them, or the one that was selected.
    pub(crate) fn chosen() -> Vec<Engine> {
        let wanted = std::env::var("CHARTE_ENGINE").unwrap_or_default().to_lowercase();
        Self::ALL.into_iter().filter(|engine| format!("{engine:?}").to_lowercase().contains(&wanted)).collect()
    }
}
