//! Emulates a visitor's screen, media preferences, headers and clock. It knows no page's content.

use serde_json::{Value, json};

use crate::error::Result;
use crate::page::Page;

/// A function that replaces the clock of a page.
const CLOCK: &str = include_str!("clock.js");

impl Page {
    /// Sets the viewport: width and height in CSS pixels, `scale` in device pixels per CSS pixel, and whether it is a phone's.
    pub fn set_viewport(&self, width: u32, height: u32, scale: f64, mobile: bool) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile });
        self.call("Emulation.setDeviceMetricsOverride", metrics).map(drop)
    }

    /// Sets media features such as `("prefers-color-scheme", "dark")`, `("prefers-reduced-motion", "reduce")`,
    /// `("forced-colors", "active")`, and resets all others.
    pub fn emulate_media(&self, features: &[(&str, &str)]) -> Result<()> {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.send_to_all_frames("Emulation.setEmulatedMedia", &json!({ "media": "", "features": features }))
    }

    /// From the next navigation on, disables the scripts of pages of this context; `evaluate` still works. `false` enables
    /// them again.
    pub fn disable_scripts(&self, disabled: bool) -> Result<()> {
        self.send_to_all_frames("Emulation.setScriptExecutionDisabled", &json!({ "value": disabled }))
    }

    /// Adds headers to every request of this context, for example `("Sec-GPC", "1")`.
    pub fn set_headers(&self, headers: &[(&str, &str)]) -> Result<()> {
        let headers: serde_json::Map<String, Value> =
            headers.iter().map(|(name, value)| ((*name).to_string(), (*value).into())).collect();
        self.send_to_all_frames("Network.setExtraHTTPHeaders", &json!({ "headers": headers }))
    }

    /// Adds a script that runs in every frame of this context before any of the page's own, from the next navigation on.
    pub fn add_script(&self, source: &str) -> Result<()> {
        self.send_to_all_frames("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }))
    }

    /// Emulates Global Privacy Control: the `Sec-GPC` header and `navigator.globalPrivacyControl`.
    pub fn emulate_gpc(&self) -> Result<()> {
        self.set_headers(&[("Sec-GPC", "1")])?;
        self.add_script("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })")
    }

    /// Moves the clock of scripts by `days`, from the next navigation on. The browser's own clock stays: cookies do not expire.
    pub fn shift_clock(&self, days: f64) -> Result<()> {
        self.add_script(&format!("{CLOCK}({})", days * 86_400_000.0))
    }
}
