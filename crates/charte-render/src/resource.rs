//! The page of an embedded video, map or post on its provider's site. The address of an embedded player often shows nothing
//! useful when it is opened as a page, or an error.

use std::collections::BTreeMap;

use url::Url;
use url::form_urlencoded::byte_serialize;

/// Addresses of embeds, and of their pages, empty where there is none. The first that fits counts; a host stands for itself with `www.`, `google.*` for Google's
/// host of any country. `{name}` is a part of a path, or the query's parameter of that name: a plain word. `{name:text}` may be any
/// text, `{name:HOST}` is itself an address at that host, or with `*.` at one below it.
const PAGES: &[(&str, &str)] = &[
    ("youtube.com/embed/videoseries?{list}", "https://www.youtube.com/playlist?list={list}"),
    ("youtube-nocookie.com/embed/videoseries?{list}", "https://www.youtube.com/playlist?list={list}"),
    ("youtube.com/embed/videoseries", ""),
    ("youtube-nocookie.com/embed/videoseries", ""),
    ("youtube.com/embed/{id}", "https://www.youtube.com/watch?v={id}"),
    ("youtube-nocookie.com/embed/{id}", "https://www.youtube.com/watch?v={id}"),
    ("player.vimeo.com/video/{id}?{h}", "https://vimeo.com/{id}/{h}"),
    ("player.vimeo.com/video/{id}", "https://vimeo.com/{id}"),
    ("dailymotion.com/embed/video/{id}", "https://www.dailymotion.com/video/{id}"),
    ("geo.dailymotion.com/{player}?{video}", "https://www.dailymotion.com/video/{video}"),
    ("geo.dailymotion.com/player/{player}?{video}", "https://www.dailymotion.com/video/{video}"),
    ("open.spotify.com/embed/{kind}/{id}", "https://open.spotify.com/{kind}/{id}"),
    ("widget.deezer.com/widget/{theme}/{kind}/{id}", "https://www.deezer.com/{kind}/{id}"),
    ("w.soundcloud.com/player?{url:soundcloud.com}", "{url}"),
    ("google.*/maps/d/embed?{mid}", "https://www.google.com/maps/d/viewer?mid={mid}"),
    ("google.*/maps/d/u/{user}/embed?{mid}", "https://www.google.com/maps/d/viewer?mid={mid}"),
    ("google.*/maps/embed/v1/place?{q:text}", "https://www.google.com/maps/search/?api=1&query={q}"),
    ("google.*/maps/embed/v1/search?{q:text}", "https://www.google.com/maps/search/?api=1&query={q}"),
    ("google.*/maps/embed/v1/view?{center:text}", "https://www.google.com/maps/@?api=1&map_action=map&center={center}"),
    (
        "google.*/maps/embed/v1/directions?{origin:text}&{destination:text}",
        "https://www.google.com/maps/dir/?api=1&origin={origin}&destination={destination}",
    ),
    (
        "google.*/maps/embed/v1/streetview?{location:text}",
        "https://www.google.com/maps/@?api=1&map_action=pano&viewpoint={location}",
    ),
    ("google.*/maps?{q:text}&{output}", "https://www.google.com/maps/search/?api=1&query={q}"),
    ("maps.google.*/maps?{q:text}&{output}", "https://www.google.com/maps/search/?api=1&query={q}"),
    // Google's embedding addresses show an error outside a frame: any page of its maps is better.
    ("google.*/maps/embed/v1/{mode}", "https://www.google.com/maps"),
    ("google.*/maps/embed", "https://www.google.com/maps"),
    ("facebook.com/plugins/{plugin}?{href:*.facebook.com}", "{href}"),
    ("facebook.com/{version}/plugins/{plugin}?{href:*.facebook.com}", "{href}"),
    ("instagram.com/{user}/embed", "https://www.instagram.com/{user}/"),
    ("instagram.com/{kind}/{id}/embed", "https://www.instagram.com/{kind}/{id}/"),
    ("instagram.com/{kind}/{id}/embed/captioned", "https://www.instagram.com/{kind}/{id}/"),
    ("platform.twitter.com/embed/Tweet.html?{id}", "https://x.com/i/status/{id}"),
    ("platform.x.com/embed/Tweet.html?{id}", "https://x.com/i/status/{id}"),
    ("tiktok.com/embed/v2/{id}", "https://www.tiktok.com/@_/video/{id}"),
    ("tiktok.com/embed/{id}", "https://www.tiktok.com/@_/video/{id}"),
    ("tiktok.com/player/v1/{id}", "https://www.tiktok.com/@_/video/{id}"),
    ("v.calameo.com/?{bkcode}", "https://www.calameo.com/read/{bkcode}"),
    ("e.issuu.com/embed.html?{d}&{u}", "https://issuu.com/{u}/docs/{d}"),
    (
        "helloasso.com/associations/{association}/{kind}/{form}/{widget}",
        "https://www.helloasso.com/associations/{association}/{kind}/{form}",
    ),
    ("embed.windy.com/{file}?{lat}&{lon}&{zoom}", "https://www.windy.com/?{lat},{lon},{zoom}"),
    ("embed.windy.com/{file}?{lat}&{lon}", "https://www.windy.com/?{lat},{lon}"),
];

/// The page of the content embedded from `address`, or `address` itself where the player is not known.
pub(super) fn page(address: &str) -> String {
    let own = |url: &Url| computed(url).or_else(|| PAGES.iter().find_map(|(embed, page)| filled(embed, page, url)));
    let own = Url::parse(address).ok().and_then(|url| own(&url));
    own.filter(|page| !page.is_empty()).unwrap_or_else(|| address.to_string())
}

/// The pages whose addresses are not put together from parts of the embed's.
fn computed(url: &Url) -> Option<String> {
    let parameter = |name: &str| url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value);
    match (host(url)?, url.path().trim_end_matches('/')) {
        (host, "/maps/embed") if is_host(host, "google.*") => google_map(&parameter("pb")?),
        ("openstreetmap.org", "/export/embed.html") => street_map(&parameter("bbox")?),
        _ => None,
    }
}

/// The host of an address, without `www.`.
fn host(url: &Url) -> Option<&str> {
    url.host_str().map(|host| host.trim_start_matches("www."))
}

fn is_host(host: &str, pattern: &str) -> bool {
    if let Some(start) = pattern.strip_suffix('*') {
        return host.starts_with(start);
    }
    match pattern.strip_prefix("*.") {
        Some(domain) => host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')),
        None => host == pattern,
    }
}

/// `page` with the parts of `url`, where that fits `embed`.
fn filled(embed: &str, page: &str, url: &Url) -> Option<String> {
    let (place, parameters) = embed.split_once('?').unwrap_or((embed, ""));
    let (pattern, path) = place.split_once('/')?;
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let segments: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    if !is_host(host(url)?, pattern) || parts.len() != segments.len() {
        return None;
    }
    let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
    let mut made = page.to_owned();
    for (part, segment) in parts.iter().zip(segments) {
        match variable(part) {
            Some((name, _)) => made = made.replace(&format!("{{{name}}}"), segment),
            None if *part == segment => {}
            None => return None,
        }
    }
    for (name, kind) in parameters.split('&').filter_map(variable) {
        made = made.replace(&format!("{{{name}}}"), &value(query.get(name)?, kind)?);
    }
    Some(made)
}

/// The name and the kind in `{name:kind}`.
fn variable(part: &str) -> Option<(&str, &str)> {
    let inside = part.strip_prefix('{')?.strip_suffix('}')?;
    Some(inside.split_once(':').unwrap_or((inside, "")))
}

/// A parameter of the query as a part of an address, if it is what its kind says.
fn value(text: &str, kind: &str) -> Option<String> {
    match kind {
        "" => is_word(text).then(|| text.to_owned()),
        "text" => (!text.trim().is_empty()).then(|| byte_serialize(text.trim().as_bytes()).collect()),
        pattern => {
            let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
            is_host(host(&url)?, pattern).then(|| url.to_string())
        }
    }
}

fn is_word(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter))
}

fn is_number(value: &str) -> bool {
    value.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The place that Google's parameter `pb` describes: the centre of the map, else the name of what it shows. Its fields are separated
/// by `!`; each has a number, a letter for its type, and a value.
fn google_map(parameter: &str) -> Option<String> {
    let fields = |name: &'static str| parameter.split('!').filter_map(move |part| part.strip_prefix(name));
    let number = |name: &'static str| fields(name).next().filter(|value| is_number(value));
    // A language has two letters and an address of Google's begins with 0x; what is searched for has a field of its own.
    let is_name = |value: &&str| value.chars().count() > 3 && !value.starts_with("0x");
    let name = || fields("1s").chain(fields("2s")).find(is_name).and_then(|name| value(name, "text"));
    let street = "https://www.google.com/maps/@?api=1&map_action=pano&viewpoint=";
    let search = "https://www.google.com/maps/search/?api=1&query=";
    Some(match (number("1d"), number("2d"), number("3d")) {
        (_, Some(longitude), Some(latitude)) => format!("{search}{latitude},{longitude}"),
        // A photograph of a street has the same fields one lower.
        (Some(latitude), Some(longitude), None) => format!("{street}{latitude},{longitude}"),
        _ => format!("{search}{}", name()?),
    })
}

/// The same section of the map.
fn street_map(bounds: &str) -> Option<String> {
    let sides: Vec<&str> = bounds.split(',').filter(|side| is_number(side)).collect();
    let [west, south, east, north] = sides.try_into().ok()?;
    Some(format!("https://www.openstreetmap.org/?minlon={west}&minlat={south}&maxlon={east}&maxlat={north}"))
}

#[cfg(test)]
mod tests {
    use crate::resource::page;

    /// Addresses of embeds, and their pages.
    const PLAYERS: &[(&str, &str)] = &[
        ("https://www.youtube.com/embed/a-B_1?rel=0", "https://www.youtube.com/watch?v=a-B_1"),
        ("https://www.youtube-nocookie.com/embed/x", "https://www.youtube.com/watch?v=x"),
        ("https://www.youtube.com/embed/videoseries?list=PL1", "https://www.youtube.com/playlist?list=PL1"),
        ("https://player.vimeo.com/video/12?h=ab&title=0", "https://vimeo.com/12/ab"),
        ("https://player.vimeo.com/video/12", "https://vimeo.com/12"),
        ("https://www.dailymotion.com/embed/video/x1", "https://www.dailymotion.com/video/x1"),
        ("https://geo.dailymotion.com/player.html?video=x1", "https://www.dailymotion.com/video/x1"),
        ("https://open.spotify.com/embed/track/9?x=1", "https://open.spotify.com/track/9"),
        ("https://widget.deezer.com/widget/dark/playlist/3", "https://www.deezer.com/playlist/3"),
        (
            "https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d2634.1!2d-2.02!3d48.64!2m3",
            "https://www.google.com/maps/search/?api=1&query=48.64,-2.02",
        ),
        (
            "https://www.openstreetmap.org/export/embed.html?bbox=-2.1,48.6,-1.9,48.7&layer=mapnik",
            "https://www.openstreetmap.org/?minlon=-2.1&minlat=48.6&maxlon=-1.9&maxlat=48.7",
        ),
        ("https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/ville/son", "https://soundcloud.com/ville/son"),
        ("https://www.google.com/maps/d/embed?mid=1a_B", "https://www.google.com/maps/d/viewer?mid=1a_B"),
        ("https://www.google.com/maps/d/u/0/embed?mid=1a", "https://www.google.com/maps/d/viewer?mid=1a"),
        (
            "https://www.google.com/maps/embed/v1/place?key=K&q=Mairie+de+Saint-Malo",
            "https://www.google.com/maps/search/?api=1&query=Mairie+de+Saint-Malo",
        ),
        (
            "https://www.google.fr/maps/embed/v1/search?key=K&q=caf%C3%A9s%20%26%20bars",
            "https://www.google.com/maps/search/?api=1&query=caf%C3%A9s+%26+bars",
        ),
        (
            "https://www.google.com/maps/embed/v1/directions?key=K&origin=Rennes&destination=Saint-Malo",
            "https://www.google.com/maps/dir/?api=1&origin=Rennes&destination=Saint-Malo",
        ),
        (
            "https://www.google.com/maps/embed/v1/view?key=K&center=48.6,-2&zoom=9",
            "https://www.google.com/maps/@?api=1&map_action=map&center=48.6%2C-2",
        ),
        (
            "https://www.google.com/maps/embed/v1/streetview?key=K&location=48.6,-2",
            "https://www.google.com/maps/@?api=1&map_action=pano&viewpoint=48.6%2C-2",
        ),
        ("https://www.google.com/maps/embed/v1/place?key=K", "https://www.google.com/maps"),
        (
            "https://www.google.com/maps/embed?pb=!1m2!2m1!1sMairie+de+Dinard!5e0!3m2!1sfr!2sfr",
            "https://www.google.com/maps/search/?api=1&query=Mairie+de+Dinard",
        ),
        (
            "https://www.google.com/maps/embed?pb=!3m2!1m1!1s0x480e81!2sGare!5e0!3m2!1sfr!2sfr",
            "https://www.google.com/maps/search/?api=1&query=Gare",
        ),
        (
            "https://www.google.com/maps/embed?pb=!4v1!6m8!1m7!1sCAoSLEFG!2m2!1d48.85!2d2.29!3f0!4f0!5f0.7",
            "https://www.google.com/maps/@?api=1&map_action=pano&viewpoint=48.85,2.29",
        ),
        ("https://www.google.com/maps/embed?pb=x", "https://www.google.com/maps"),
        (
            "https://maps.google.com/maps?q=Dinard&output=embed",
            "https://www.google.com/maps/search/?api=1&query=Dinard",
        ),
        (
            "https://www.facebook.com/plugins/page.php?href=https%3A%2F%2Fwww.facebook.com%2Fville&tabs=timeline",
            "https://www.facebook.com/ville",
        ),
        (
            "https://www.facebook.com/v18.0/plugins/video.php?href=https%3A%2F%2Ffr-fr.facebook.com%2Fv%2F1",
            "https://fr-fr.facebook.com/v/1",
        ),
        ("https://www.instagram.com/p/BsOGulcndj-/embed/", "https://www.instagram.com/p/BsOGulcndj-/"),
        ("https://www.instagram.com/reel/a/embed/captioned/", "https://www.instagram.com/reel/a/"),
        ("https://www.instagram.com/ville.fr/embed", "https://www.instagram.com/ville.fr/"),
        ("https://platform.twitter.com/embed/Tweet.html?dnt=true&id=20", "https://x.com/i/status/20"),
        ("https://www.tiktok.com/embed/v2/12?lang=fr", "https://www.tiktok.com/@_/video/12"),
        ("https://v.calameo.com/?bkcode=00a1&mode=mini", "https://www.calameo.com/read/00a1"),
        ("https://e.issuu.com/embed.html?d=bulletin&u=ville", "https://issuu.com/ville/docs/bulletin"),
        (
            "https://www.helloasso.com/associations/a/formulaires/1/widget",
            "https://www.helloasso.com/associations/a/formulaires/1",
        ),
        (
            "https://embed.windy.com/embed2.html?lat=46.5&lon=-2.5&zoom=5&overlay=wind",
            "https://www.windy.com/?46.5,-2.5,5",
        ),
        ("https://embed.windy.com/embed.html?lat=46&lon=2", "https://www.windy.com/?46,2"),
    ];

    #[test]
    fn players_lead_to_their_pages() {
        for (player, own) in PLAYERS {
            assert_eq!(page(player), *own);
        }
    }

    #[test]
    fn an_address_that_is_not_understood_stays() {
        for address in [
            "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293",
            "https://www.facebook.com/plugins/page.php?href=https%3A%2F%2Fevilfacebook.com%2Fville",
            "https://www.facebook.com/plugins/page.php?href=javascript:alert(1)//.facebook.com",
            "https://platform.twitter.com/embed/Tweet.html?id=1%22%3E",
            "https://www.youtube.com/embed/videoseries?list=%22%3E",
            "https://example.org/embed/1",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(page(address), address);
        }
    }
}
