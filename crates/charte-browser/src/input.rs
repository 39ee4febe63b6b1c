//! Mouse and keyboard input through the browser's real input path. It knows no element by name.

use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::error::{Error, Result, shorten};
use crate::page::Page;

/// Whether the fonts are there and all animations that end have ended. Comparing positions is not enough: on a slow machine the
/// element may not have moved between two measurements.
const IS_STILL: &str = "document.fonts.status === 'loaded' && document.getAnimations().every(({ playState, effect }) => \
     playState !== 'running' || effect?.getComputedTiming().endTime === Infinity)";

/// How often an element that moves away is clicked.
const CLICKS: usize = 5;

/// Notes on an element whether the next click reaches it: `null` as long as there is none in its window.
const NOTE_HIT: &str = "function() { this.charteIsHit = null; this.ownerDocument.defaultView.addEventListener('click', (event) => \
     { this.charteIsHit = event.composedPath().includes(this) }, { capture: true, once: true }) }";

impl Page {
    /// Clicks the middle of the element that an expression returns, inside open shadow roots too. Scrolls it into view
    /// and waits until it has stopped moving. As with a visitor's click, the topmost element at that point gets the event. Where a
    /// page arrives in parts, the element may move before the press or between press and release, and the browser may still see
    /// a frame at its place: then it is clicked once more.
    pub fn click(&self, expression: &str) -> Result<()> {
        let not_clickable =
            |reason: &str| Error::NotClickable { expression: shorten(expression), reason: reason.into() };
        let handle = self.handle(expression)?.ok_or_else(|| not_clickable("it gives no element"))?;
        let node = json!({ "objectId": handle });
        let middle = || -> Result<(f64, f64)> {
            let answer =
                self.call("DOM.getContentQuads", node.clone()).map_err(|_| not_clickable("it is not shown"))?;
            middle_of(&answer["quads"][0]).ok_or_else(|| not_clickable("it has no size"))
        };
        let ask = |function: &str| {
            let mut params = node.clone();
            params["functionDeclaration"] = function.into();
            self.call("Runtime.callFunctionOn", params)
        };
        for _ in 0..CLICKS {
            self.call("DOM.scrollIntoViewIfNeeded", node.clone()).map_err(|_| not_clickable("it is not shown"))?;
            let point = self.still(&middle)?;
            ask(NOTE_HIT)?;
            self.click_at(point.0, point.1)?;
            // The click may have taken the element away, or the whole page.
            let hit = ask("function() { return this.charteIsHit }").map(|hit| hit["result"]["value"].clone());
            let is_missed = match (hit, middle()) {
                (Ok(Value::Null), Ok(_)) => true,
                (Ok(Value::Bool(false)), Ok(now)) => now != point,
                _ => false,
            };
            if !is_missed {
                break;
            }
        }
        Ok(())
    }

    /// A point once it has stopped moving.
    fn still(&self, point: &impl Fn() -> Result<(f64, f64)>) -> Result<(f64, f64)> {
        let mut last = point()?;
        // A second at most, which is longer than a banner takes to slide in.
        for _ in 0..50 {
            thread::sleep(Duration::from_millis(20));
            // In this order, since an animation may end between the two.
            let is_still = self.evaluate(IS_STILL)? == true;
            let next = point()?;
            if is_still && next == last {
                break;
            }
            last = next;
        }
        Ok(last)
    }

    /// Clicks a point of the viewport.
    pub fn click_at(&self, x: f64, y: f64) -> Result<()> {
        for (kind, buttons, count) in [("mouseMoved", 0, 0), ("mousePressed", 1, 1), ("mouseReleased", 0, 1)] {
            let button = if count == 0 { "none" } else { "left" };
            let params =
                json!({ "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": count });
            self.call("Input.dispatchMouseEvent", params)?;
        }
        Ok(())
    }

    /// Presses and releases a key: `Tab`, `Shift+Tab`, `Enter`, `Space`, `Escape`, `ArrowDown`, `a` …
    pub fn press(&self, key: &str) -> Result<()> {
        let (down, up) = key_events(key).ok_or_else(|| Error::UnknownKey(key.into()))?;
        self.call("Input.dispatchKeyEvent", down)?;
        self.call("Input.dispatchKeyEvent", up).map(drop)
    }

    /// Inserts text into the focused element.
    pub fn type_text(&self, text: &str) -> Result<()> {
        self.call("Input.insertText", json!({ "text": text })).map(drop)
    }
}

/// The middle of a quad (eight coordinates); `None` when it has no area.
fn middle_of(quad: &Value) -> Option<(f64, f64)> {
    let corners: Vec<f64> = quad.as_array()?.iter().filter_map(Value::as_f64).collect();
    let [left, top, right, _, _, bottom, ..] = corners.as_slice() else { return None };
    let has_size = (right - left).abs() > 0.0 && (bottom - top).abs() > 0.0;
    has_size.then(|| (f64::midpoint(*left, *right), f64::midpoint(*top, *bottom)))
}

/// Name, Windows virtual key code and text of the named keys.
const KEYS: [(&str, u32, &str); 14] = [
    ("Tab", 9, ""),
    ("Enter", 13, "\r"),
    ("Escape", 27, ""),
    ("Space", 32, " "),
    ("PageUp", 33, ""),
    ("PageDown", 34, ""),
    ("End", 35, ""),
    ("Home", 36, ""),
    ("ArrowLeft", 37, ""),
    ("ArrowUp", 38, ""),
    ("ArrowRight", 39, ""),
    ("ArrowDown", 40, ""),
    ("Delete", 46, ""),
    ("Backspace", 8, ""),
];

/// The `keydown` and `keyup` events of a key with its modifiers; `None` for a key that is not known.
fn key_events(name: &str) -> Option<(Value, Value)> {
    let (mut modifiers, mut name) = (0, name);
    for (prefix, bit) in [("Alt+", 1), ("Ctrl+", 2), ("Shift+", 8)].repeat(2) {
        if let Some(rest) = name.strip_prefix(prefix) {
            (modifiers, name) = (modifiers | bit, rest);
        }
    }
    let single = name.chars().next().filter(|_| name.chars().count() == 1);
    let (key, code, number, text) = match (KEYS.iter().find(|(known, ..)| *known == name), single) {
        (Some(("Space", number, text)), _) => (" ".to_string(), "Space".to_string(), *number, (*text).to_string()),
        (Some((known, number, text)), _) => ((*known).to_string(), (*known).to_string(), *number, (*text).to_string()),
        (None, Some(letter)) => {
            let upper = letter.to_ascii_uppercase();
            (letter.to_string(), format!("Key{upper}"), u32::from(upper), letter.to_string())
        }
        (None, None) => return None,
    };
    // With Ctrl or Alt a key inserts no text.
    let text = if modifiers & 3 == 0 { text } else { String::new() };
    let event = |kind: &str| json!({ "type": kind, "modifiers": modifiers, "key": key, "code": code, "windowsVirtualKeyCode": number });
    let mut down = event(if text.is_empty() { "rawKeyDown" } else { "keyDown" });
    if !text.is_empty() {
        down["text"] = text.into();
    }
    Some((down, event("keyUp")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_codes_texts_and_modifiers() {
        let (tab, _) = key_events("Shift+Tab").unwrap();
        assert_eq!(
            (&tab["modifiers"], &tab["windowsVirtualKeyCode"], &tab["type"]),
            (&8.into(), &9.into(), &"rawKeyDown".into())
        );
        let (space, up) = key_events("Space").unwrap();
        assert_eq!((&space["key"], &space["text"], &up["type"]), (&" ".into(), &" ".into(), &"keyUp".into()));
        assert_eq!(key_events("Shift+Ctrl+a").unwrap().0["modifiers"], 10);
        assert!(key_events("Hyper").is_none());
    }

    #[test]
    fn a_box_without_size_has_no_middle() {
        assert_eq!(middle_of(&json!([0, 0, 10, 0, 10, 4, 0, 4])), Some((5.0, 2.0)));
        assert_eq!(middle_of(&json!([5, 5, 5, 5, 5, 9, 5, 9])), None);
        assert_eq!(middle_of(&json!(null)), None);
    }
}
