//! Starts any engine for a test that only visits pages and reads the server's log.

use charte_browser::{Chromium, ChromiumOptions, Firefox, FirefoxOptions, Result, Server, Webkit, WebkitOptions};

use super::engines::Engine;

/// Navigates to an address; false when the load event did not come in time. The engine runs as long as this closure exists.
pub(crate) type Goto = Box<dyn FnMut(&str) -> Result<bool> + Send>;

/// An engine with one page. The server stands in for every host, also for connections without a request.
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
                // The page exists as long as its browser.
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
