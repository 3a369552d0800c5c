//! What a browser says it is, in words that somebody recognises their own by.

/// "Firefox on Windows"; "A program or an unknown browser" where the words say nothing.
pub(super) fn describe(agent: &str) -> String {
    // Browsers name their ancestors too, so the order matters: the youngest name counts.
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Windows", "Windows"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Mac OS X", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (named(&browsers), named(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "A program or an unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_after_what_people_call_them() {
        let windows =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0";

        assert_eq!(describe(&format!("{windows} Safari/537.36 Edg/142.0")), "Edge on Windows");
        assert_eq!(describe(&format!("{windows} Safari/537.36")), "Chrome on Windows");
        assert_eq!(describe("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0"), "Firefox on Linux");
        assert_eq!(describe("curl/8.5"), "A program or an unknown browser");
        assert_eq!(describe(""), "A program or an unknown browser");
    }
}
