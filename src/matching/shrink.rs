//! Takes columns that are ruled out, and cuts that do not bind, out of a problem while its basis stays.

use super::simplex::{Basic, NOWHERE, Simplex};

impl Simplex {
    /// Takes all rows from this one on out of the problem; the basis has to be restored afterwards.
    pub fn cut_off(&mut self, rows: usize) {
        for entries in &mut self.columns {
            entries.truncate(entries.partition_point(|(row, _)| (*row as usize) < rows));
        }
        for list in [&mut self.sizes, &mut self.rhs, &mut self.perturbed, &mut self.duals, &mut self.values] {
            list.truncate(rows);
        }
        for scratch in
            [&mut self.by_row, &mut self.by_position, &mut self.rho, &mut self.alpha, &mut self.tau]
        {
            scratch.truncate(rows);
        }
        self.slack_position.truncate(rows);
        self.basis.truncate(rows);
        self.weights.clear();
        self.candidates.clear();
    }

    /// Keeps only some columns, and only the rows that are to stay; what goes must have no part in the solution, so
    /// a column that is in the basis stays anyway, and so does a row whose slack is not. Returns what stayed.
    /// The basis has to be factorised or restored afterwards.
    pub fn shrink(&mut self, columns: &[bool], rows: &[bool]) -> (Vec<bool>, Vec<bool>) {
        let kept_columns: Vec<bool> =
            columns.iter().zip(&self.column_position).map(|(keep, at)| *keep || *at != NOWHERE).collect();
        let kept_rows: Vec<bool> =
            rows.iter().zip(&self.slack_position).map(|(keep, at)| *keep || *at == NOWHERE).collect();
        let (new_column, new_row) = (renumbered(&kept_columns), renumbered(&kept_rows));
        self.columns = filtered(std::mem::take(&mut self.columns), &kept_columns);
        for entries in &mut self.columns {
            entries.retain(|(row, _)| kept_rows[*row as usize]);
            for (row, _) in entries {
                *row = new_row[*row as usize];
            }
        }
        self.costs = filtered(std::mem::take(&mut self.costs), &kept_columns);
        self.banned = filtered(std::mem::take(&mut self.banned), &kept_columns);
        self.column_position = vec![NOWHERE; self.columns.len()];
        for list in [&mut self.sizes, &mut self.rhs, &mut self.perturbed, &mut self.duals, &mut self.values] {
            *list = filtered(std::mem::take(list), &kept_rows);
        }
        let size = self.rhs.len();
        for scratch in
            [&mut self.by_row, &mut self.by_position, &mut self.rho, &mut self.alpha, &mut self.tau]
        {
            scratch.truncate(size);
            scratch.fill(0.0);
        }
        self.slack_position.truncate(size);
        let stays = |basic: &Basic| match basic {
            Basic::Column(_) => true,
            Basic::Slack(row) => kept_rows[*row as usize],
        };
        let weights = self.weights.iter().zip(&self.basis).filter(|(_, basic)| stays(basic));
        self.weights = weights.map(|(weight, _)| *weight).collect();
        let basis = std::mem::take(&mut self.basis).into_iter().filter_map(|basic| match basic {
            Basic::Column(column) => Some(Basic::Column(new_column[column as usize])),
            Basic::Slack(row) => kept_rows[row as usize].then(|| Basic::Slack(new_row[row as usize])),
        });
        self.basis = basis.collect();
        self.candidates.clear();
        (kept_columns, kept_rows)
    }
}

/// The new number of each thing that is kept.
fn renumbered(kept: &[bool]) -> Vec<u32> {
    let mut next = 0;
    kept.iter()
        .map(|keep| {
            let number = next;
            next += u32::from(*keep);
            number
        })
        .collect()
}

fn filtered<T>(list: Vec<T>, kept: &[bool]) -> Vec<T> {
    list.into_iter().zip(kept).filter(|(_, keep)| **keep).map(|(item, _)| item).collect()
}
