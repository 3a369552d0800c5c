//! Bounded lists: pages by number for people, pages by cursor for programs.

/// Which rows of a list are wanted: never more than [`PageRequest::MOST`] at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    number: u32,
    size: u32,
}

impl PageRequest {
    /// The most rows one page may hold.
    pub const MOST: u32 = 200;
    /// The furthest page number: beyond it a reader should filter instead.
    pub const LAST: u32 = 9_999;

    /// Page `number` (from 1) of `size` rows; both are brought within their bounds.
    pub fn new(number: u32, size: u32) -> Self {
        Self { number: number.clamp(1, Self::LAST), size: size.clamp(1, Self::MOST) }
    }

    pub fn first(size: u32) -> Self {
        Self::new(1, size)
    }

    pub fn number(self) -> u32 {
        self.number
    }

    pub fn size(self) -> u32 {
        self.size
    }

    pub fn limit(self) -> i64 {
        i64::from(self.size)
    }

    pub fn offset(self) -> i64 {
        i64::from(self.number - 1) * i64::from(self.size)
    }
}

/// One page of a list, and how long the whole list is.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub request: PageRequest,
    pub total: i64,
}

impl<T> Page<T> {
    pub fn new(items: Vec<T>, request: PageRequest, total: i64) -> Self {
        Self { items, request, total }
    }

    /// How many pages there are; an empty list has one, empty, page.
    pub fn pages(&self) -> u32 {
        let size = i64::from(self.request.size());
        u32::try_from(((self.total + size - 1) / size).max(1)).unwrap_or(u32::MAX)
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), request: self.request, total: self.total }
    }

    /// The cursor of the page after this one, for programs: opaque to them, the next page's number to us.
    pub fn next_cursor(&self) -> Option<String> {
        (self.request.number() < self.pages()).then(|| format!("p{}", self.request.number() + 1))
    }
}

/// What every cursor looks like, as a JSON Schema pattern. Whatever fits it is accepted.
pub const CURSOR_PATTERN: &str = "^p[1-9][0-9]{0,3}$";

/// Reads a cursor that [`Page::next_cursor`] wrote.
pub fn page_of_cursor(cursor: &str) -> Option<u32> {
    cursor.strip_prefix('p')?.parse().ok().filter(|number| (1..=PageRequest::LAST).contains(number))
}
