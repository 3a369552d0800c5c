//! An answer, and what tests ask of it.

use reqwest::header::HeaderMap;

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.unwrap() }
    }

    /// Fails with the page's words when the status is another.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// Where a 303 or 201 points.
    #[track_caller]
    pub fn location(&self) -> String {
        let location = self.headers.get("location").unwrap_or_else(|| panic!("no Location: {}", self.text()));
        location.to_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The words of the page, without its tags, single-spaced.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut in_tag = false;
        for letter in self.body.chars() {
            match letter {
                '<' => {
                    in_tag = true;
                    text.push(' ');
                }
                '>' if in_tag => in_tag = false,
                letter if !in_tag => text.push(letter),
                _ => {}
            }
        }
        let text =
            text.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Fails with the page's words unless they hold `words`.
    #[track_caller]
    pub fn assert_says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "no “{words}” in: {}", self.text());
        self
    }

    #[track_caller]
    pub fn assert_does_not_say(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "“{words}” in: {}", self.text());
        self
    }

    /// The mistakes of a form, one a line.
    pub fn error_summary(&self) -> String {
        let Some(start) = self.body.find("error-summary") else { return String::new() };
        let Some(end) = self.body[start..].find("</ul>") else { return String::new() };
        let summary = &self.body[start..start + end];
        let mut lines = Vec::new();
        for item in summary.split("<li>").skip(1) {
            let words = Self { body: item.to_owned(), status: 0, headers: HeaderMap::new() }.text();
            lines.push(words);
        }
        lines.join("\n")
    }

    /// The value of the first hidden field of this name.
    pub fn hidden_field(&self, name: &str) -> Option<String> {
        let start = self.body.find(&format!("name=\"{name}\" value=\""))? + name.len() + 15;
        let end = start + self.body[start..].find('"')?;
        Some(self.body[start..end].to_owned())
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}
