//! Starts any engine for a test that only visits pages, and looks at its server for what they ask.

use charte_browser::{Chromium, ChromiumOptions, Firefox, FirefoxOptions, Result, Server, Webkit, WebkitOptions};

use super::engines::Engine;

/// Goes to an address; false when the load event did not come in time. The engine lives as long as this.
pub(crate) type Goto = Box<dyn FnMut(&str) -> Result<bool> + Send>;

/// An engine with one page, to which the server is the whole Internet, also for connections over which nothing is asked.
///
/// # Errors
/// It is not installed, or does not start.
pub(crate) fn start(engine: Engine, server: &Server, without_scripts: bool) -> Result<Goto> {
    Ok(match engine {
        Engine::Chromium => {
            let browser = Chromium::launch_for(server, ChromiumOptions::default())?;
            let page = browser.first_context()?.page()?;
            page.disable_scripts(without_scripts)?;
            Box::new(move |url| {
                // The page lives as long as its browser.
                let _ = &browser;
                page.goto(url)
            })
        }
        Engine::Firefox => {
            let options = FirefoxOptions { direct: true, without_scripts, ..FirefoxOptions::default() };
            let mut firefox = Firefox::launch(server, &options)?;
            Box::new(move |url| firefox.goto(url))
        }
        Engine::Webkit => {
            let mut webkit = Webkit::launch(server, &WebkitOptions { without_scripts })?;
            Box::new(move |url| webkit.goto(url))
        }
    })
}
