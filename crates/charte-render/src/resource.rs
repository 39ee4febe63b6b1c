//! The page of an embedded video or map on its provider's site. The address of an embedded player often shows nothing useful
//! when it is opened as a page.

use std::collections::BTreeMap;

use url::Url;

/// The page of the content embedded from `address`, or `address` itself where the player is not known.
pub(super) fn page(address: &str) -> String {
    Url::parse(address).ok().and_then(|url| own_page(&url)).unwrap_or_else(|| address.to_string())
}

fn own_page(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let path: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
    let word = |name: &str| query.get(name).filter(|value| is_word(value));
    let made = match (host.trim_start_matches("www."), path.as_slice()) {
        ("youtube.com" | "youtube-nocookie.com", ["embed", "videoseries"]) => {
            format!("https://www.youtube.com/playlist?list={}", word("list")?)
        }
        ("youtube.com" | "youtube-nocookie.com", ["embed", id]) => format!("https://www.youtube.com/watch?v={id}"),
        ("player.vimeo.com", ["video", id]) => match word("h") {
            Some(key) => format!("https://vimeo.com/{id}/{key}"),
            None => format!("https://vimeo.com/{id}"),
        },
        ("dailymotion.com", ["embed", "video", id]) => format!("https://www.dailymotion.com/video/{id}"),
        ("geo.dailymotion.com", [.., _]) => format!("https://www.dailymotion.com/video/{}", word("video")?),
        ("open.spotify.com", ["embed", kind, id]) => format!("https://open.spotify.com/{kind}/{id}"),
        ("widget.deezer.com", ["widget", _, kind, id]) => format!("https://www.deezer.com/{kind}/{id}"),
        ("google.com" | "google.fr", ["maps", "embed"]) => google_map(query.get("pb")?)?,
        ("openstreetmap.org", ["export", "embed.html"]) => street_map(query.get("bbox")?)?,
        _ => return None,
    };
    Some(made)
}

fn is_word(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
}

fn is_number(value: &str) -> bool {
    value.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The centre of the map that a parameter of the embedded one describes.
fn google_map(parameter: &str) -> Option<String> {
    let field = |name: &str| parameter.split('!').find_map(|part| part.strip_prefix(name)).filter(|it| is_number(it));
    let (longitude, latitude) = (field("2d")?, field("3d")?);
    Some(format!("https://www.google.com/maps/search/?api=1&query={latitude},{longitude}"))
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

    #[test]
    fn players_lead_to_their_pages() {
        for (player, own) in [
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
        ] {
            assert_eq!(page(player), own);
        }
    }

    #[test]
    fn an_address_that_is_not_understood_stays() {
        for address in [
            "https://www.google.com/maps/embed?pb=x",
            "https://www.youtube.com/embed/videoseries?list=%22%3E",
            "https://example.org/embed/1",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(page(address), address);
        }
    }
}
