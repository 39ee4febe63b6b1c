//! A tab of any engine with a server of its own: what all engines can do. It knows no site.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use charte_browser::{Chromium, Firefox, FirefoxOptions, Page, Request, Result, Server, Webkit, WebkitOptions};
use serde_json::Value;

use crate::engines::Engine;
use crate::silence;

/// A page is silent when it has requested nothing for so long.
const SILENCE: Duration = Duration::from_millis(300);

/// The interval between two looks at the log. Looks are counted, not time, so that a machine that was held up misses
/// nothing.
const LOOK: Duration = Duration::from_millis(30);

/// The longest wait, for pages that are never silent.
const NOISE: Duration = Duration::from_secs(3);

/// The limit for requests of accepted services.
const COMING: Duration = Duration::from_secs(20);

/// The limit for an event of the page: long enough for a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The common functions of all drivers.
trait Window {
    fn goto(&mut self, url: &str) -> Result<bool>;
    fn evaluate(&mut self, expression: &str) -> Result<Value>;
    fn wait_for(&mut self, expression: &str, limit: Duration) -> Result<Value>;
}

macro_rules! window {
    ($($driver:ty),*) => {$(
        impl Window for $driver {
            fn goto(&mut self, url: &str) -> Result<bool> {
                <$driver>::goto(self, url)
            }
            fn evaluate(&mut self, expression: &str) -> Result<Value> {
                <$driver>::evaluate(self, expression)
            }
            fn wait_for(&mut self, expression: &str, limit: Duration) -> Result<Value> {
                <$driver>::wait_for(self, expression, limit)
            }
        }
    )*};
}

window!(Page, Firefox, Webkit);

/// A tab, and the server that stands in for every host.
pub(crate) struct Tab {
    window: Box<dyn Window>,
    pub(crate) server: Server,
    pub(crate) scripts: bool,
}

impl Tab {
    /// Starts the engine; a missing one fails.
    pub(crate) fn open(engine: Engine, scripts: bool) -> Self {
        let server = Server::start([] as [(&str, &str); 0]).unwrap();
        let window: Box<dyn Window> = match engine {
            Engine::Chromium => {
                let page = Chromium::shared().page(&server).unwrap();
                page.disable_scripts(!scripts).unwrap();
                Box::new(page)
            }
            Engine::Firefox => {
                let options = FirefoxOptions { without_scripts: !scripts, ..FirefoxOptions::default() };
                Box::new(Firefox::launch(&server, &options).unwrap())
            }
            Engine::Webkit => Box::new(Webkit::launch(&server, &WebkitOptions { without_scripts: !scripts }).unwrap()),
        };
        Self { window, server, scripts }
    }

    /// Goes to an address, and waits until there are no more requests.
    pub(crate) fn goto(&mut self, url: &str) -> Result<()> {
        if !self.window.goto(url)? && self.scripts {
            self.wait_for("document.readyState === 'complete'")?;
        }
        self.settle();
        Ok(())
    }

    /// Leaves the page, so that its late requests do not count for the next one.
    pub(crate) fn leave(&mut self) -> Result<()> {
        self.window.goto("about:blank")?;
        // Earlier requests may still be on their way.
        self.settle();
        self.server.clear();
        Ok(())
    }

    /// Waits until there are no more requests.
    pub(crate) fn settle(&self) {
        silence::wait(SILENCE, NOISE, || self.server.requests().len());
    }

    pub(crate) fn evaluate(&mut self, expression: &str) -> Result<Value> {
        self.window.evaluate(expression)
    }

    pub(crate) fn wait_for(&mut self, expression: &str) -> Result<Value> {
        self.window.wait_for(expression, PATIENCE)
    }

    /// Waits until requests have been made; returns those that have not.
    pub(crate) fn missing(&self, mut missing: Vec<String>, name: impl Fn(&Request) -> Option<String>) -> Vec<String> {
        for _ in 0..COMING.as_millis() / LOOK.as_millis() {
            let made: BTreeSet<String> = self.server.requests().iter().filter_map(&name).collect();
            missing.retain(|name| !made.contains(name));
            if missing.is_empty() {
                break;
            }
            thread::sleep(LOOK);
        }
        missing
    }
}
