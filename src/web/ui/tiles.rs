//! Figures at a glance.

use maud::{Markup, html};

/// One figure and what it counts.
#[derive(Clone, Debug, Default)]
pub struct Tile {
    pub figure: String,
    pub label: String,
    pub note: Option<String>,
    pub href: Option<String>,
}

/// A row of figures. Four at most say something; ten say nothing.
pub fn tiles(tiles: &[Tile]) -> Markup {
    html! {
        ul.tiles {
            @for tile in tiles {
                li.tile {
                    span.figure { (tile.figure) } " "
                    @match &tile.href {
                        Some(href) => { a href=(href) { (tile.label) } }
                        None => { (tile.label) }
                    }
                    @if let Some(note) = &tile.note { p.meta { (note) } }
                }
            }
        }
    }
}
