//! Stand-ins for the scripts of vendors: each does what the vendor's script visibly does. Other third-party requests get a
//! stub of the server's.

use charte_browser::{Reply, Server};

use crate::site::HOST;

/// Host, path and script.
const SCRIPTS: [(&str, &str, &str); 6] = [
    ("www.googletagmanager.com", "/gtag/js", include_str!("vendors/gtag.js")),
    ("platform.twitter.com", "/widgets.js", include_str!("vendors/widgets.js")),
    ("www.instagram.com", "/embed.js", include_str!("vendors/embed.js")),
    ("unpkg.com", "/leaflet@1.9.4/dist/leaflet.js", include_str!("vendors/leaflet.js")),
    ("stats.example.net", "/matomo.js", include_str!("vendors/matomo.js")),
    ("widget.meteo.example", "/w.js", include_str!("vendors/weather.js")),
];

/// The hosts that Chromium contacts whatever page is open.
const BROWSERS: [&str; 6] = [
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clientservices.googleapis.com",
    "redirector.gvt1.com",
    "update.googleapis.com",
];

/// Lets a server reply for the vendors.
pub(crate) fn answer(server: &Server) {
    for (host, path, script) in SCRIPTS {
        // A cached file would not be requested again, and the log would lack it.
        let reply = Reply::new(200, "text/javascript; charset=utf-8", script)
            .with("Access-Control-Allow-Origin", "*")
            .with("Cache-Control", "no-store")
            .with("Vary", "*");
        server.route(host, path, reply);
    }
}

/// Whether a host is neither the site's nor one that Chromium contacts of its own accord.
pub(crate) fn is_third(host: &str) -> bool {
    let is_own = host == HOST || host.ends_with(&format!(".{HOST}"));
    !host.is_empty() && !is_own && !BROWSERS.contains(&host)
}
