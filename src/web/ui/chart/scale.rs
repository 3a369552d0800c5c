//! Where a value goes on the paper: whole-number arithmetic from values to the drawing's own units.

use crate::kernel::Quantity;

/// One of what is counted, in the ten-thousandths that quantities are kept in.
const ONE: i64 = Quantity::from_whole(1).to_i64();
/// The drawing's width.
pub(super) const WIDTH: i64 = 640;
/// The drawing's height.
pub(super) const HEIGHT: i64 = 264;
/// The lines between which values are drawn; months are written below.
const TOP: i64 = 30;
const BOTTOM: i64 = 208;

/// Whether the axis must start from nothing. Bars lie when it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Zero,
    Data,
}

impl Base {
    /// The most steps between gridlines. Axes from zero often run both ways and need a few more.
    fn most_steps(self) -> i64 {
        match self {
            Self::Zero => 6,
            Self::Data => 4,
        }
    }
}

/// The vertical axis: from `low` to `high` in steps that people count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    low: i64,
    high: i64,
    step: i64,
}

impl Scale {
    /// An axis from zero that holds quantities. Where all are whole, so are its steps: nobody takes half a body on.
    pub(super) fn counting(quantities: impl IntoIterator<Item = Quantity>) -> Self {
        let values: Vec<i64> = quantities.into_iter().map(Quantity::to_i64).collect();
        let are_whole = values.iter().all(|value| value % ONE == 0);
        Self::with_step(values, Base::Zero, None, if are_whole { ONE } else { 1 })
    }

    /// An axis that holds all `values`, and goes no higher than `ceiling` (there is no 101 per cent).
    pub(super) fn holding(values: impl IntoIterator<Item = i64>, base: Base, ceiling: Option<i64>) -> Self {
        Self::with_step(values, base, ceiling, 1)
    }

    fn with_step(
        values: impl IntoIterator<Item = i64>,
        base: Base,
        ceiling: Option<i64>,
        least_step: i64,
    ) -> Self {
        let start = (base == Base::Zero).then_some(0);
        let (least, most) = values
            .into_iter()
            .chain(start)
            .fold(None, |range: Option<(i64, i64)>, value| {
                Some(range.map_or((value, value), |(least, most)| (least.min(value), most.max(value))))
            })
            .unwrap_or((0, 1));
        let span = most.saturating_sub(least).max(most.saturating_abs() / 200);
        let (least, most) = if base == Base::Zero { (least, most) } else { with_room(least, most, span / 6) };
        let step = round_step(span.max(most.saturating_sub(least)), base.most_steps()).max(least_step);
        let low = least.div_euclid(step).saturating_mul(step);
        let up = most.saturating_add(step - 1).div_euclid(step).saturating_mul(step);
        let high = ceiling.filter(|ceiling| up > *ceiling && *ceiling > low).unwrap_or(up);
        Self { low, high: if high > low { high } else { low + step }, step }
    }

    /// How far down the drawing a value lies.
    pub(super) fn y(&self, value: i64) -> i64 {
        let span = i128::from(self.high) - i128::from(self.low);
        let above = i128::from(value.clamp(self.low, self.high)) - i128::from(self.low);
        BOTTOM - i64::try_from(above * i128::from(BOTTOM - TOP) / span).unwrap_or(0)
    }

    /// The values at which gridlines are drawn, lowest first.
    pub(super) fn ticks(&self) -> Vec<i64> {
        std::iter::successors(Some(self.low), |tick| tick.checked_add(self.step))
            .take_while(|tick| *tick <= self.high)
            .collect()
    }

    /// The line on which the months are written.
    pub(super) fn bottom() -> i64 {
        BOTTOM
    }
}

/// Leaves room above and below for what is written beside the outermost points; nothing counted goes below
/// zero.
fn with_room(least: i64, most: i64, room: i64) -> (i64, i64) {
    let floor = if least >= 0 { 0 } else { i64::MIN };
    (least.saturating_sub(room).max(floor), most.saturating_add(room))
}

/// The smallest of 1, 2, 5, 10, 20, 50… that needs no more than `most` steps over `span`.
fn round_step(span: i64, most: i64) -> i64 {
    let mut power = 1_i64;
    loop {
        for step in [power, power.saturating_mul(2), power.saturating_mul(5)] {
            if step >= i64::MAX / 10 || span / step < most || (span / step == most && span % step == 0) {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// The horizontal axis: one slot for each month, right of the labels of the vertical axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slots {
    left: i64,
    count: i64,
}

impl Slots {
    /// `label_letters` is the length of the longest label that has to fit to the left.
    pub(super) fn new(count: usize, label_letters: usize) -> Self {
        let letters = i64::try_from(label_letters).unwrap_or(0).min(12);
        Self { left: 10 + 11 * letters, count: i64::try_from(count).unwrap_or(1).max(1) }
    }

    /// The middle of a slot.
    pub(super) fn centre(&self, place: usize) -> i64 {
        let place = i64::try_from(place).unwrap_or(0);
        self.left + (WIDTH - self.left) * (2 * place + 1) / (2 * self.count)
    }

    /// How wide a bar may be.
    pub(super) fn bar(&self) -> i64 {
        ((WIDTH - self.left) * 3 / (5 * self.count)).clamp(4, 56)
    }

    /// Every how many months one is named, so that names never run into each other.
    pub(super) fn every(&self) -> usize {
        usize::try_from((self.count + 11) / 12).unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_counts_in_round_steps() {
        let scale = Scale::holding([9910, 9960, 9880, 9950], Base::Data, Some(10_000));

        assert_eq!(scale.ticks(), [9850, 9900, 9950, 10_000]);
        assert_eq!(Scale::holding([70, 33], Base::Zero, None).ticks(), [0, 20, 40, 60, 80]);
        assert_eq!(Scale::holding([-510_000, 506_000], Base::Zero, None).ticks().len(), 7);
    }

    #[test]
    fn what_is_counted_in_wholes_has_no_halves_on_its_axis() {
        let ticks =
            |quantities: &[i64]| Scale::counting(quantities.iter().copied().map(Quantity::from_i64)).ticks();

        assert_eq!(ticks(&[2 * ONE, ONE]), [0, ONE, 2 * ONE]);
        assert_eq!(ticks(&[0]), [0, ONE]);
        assert_eq!(ticks(&[15_000, ONE]), [0, 5_000, 10_000, 15_000]);
        assert_eq!(ticks(&[70 * ONE]).len(), 5);
    }

    #[test]
    fn an_axis_never_passes_its_ceiling_and_never_has_no_height() {
        assert_eq!(Scale::holding([9985, 10_000], Base::Data, Some(10_000)).ticks().last(), Some(&10_000));
        let flat = Scale::holding([0, 0], Base::Zero, None);
        assert!(flat.y(1) < flat.y(0));
        assert!(Scale::holding([], Base::Data, None).ticks().len() > 1);
        assert!(Scale::holding([i64::MIN, i64::MAX], Base::Data, None).y(0) > 0);
    }
}
