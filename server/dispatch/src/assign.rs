//! Who goes where: the cheapest way to give each row a column of its own, exactly.
//!
//! Rows are orders that want somebody, columns are units. Shortest augmenting paths with potentials
//! (Jonker and Volgenant 1987; the rectangular form is Crouse's, 2016): rows are added one by one, and
//! those before move on where that makes the whole cheaper. A row may be left out at a cost of its own,
//! so that there is always an answer.
#![expect(
    clippy::indexing_slicing,
    reason = "every index comes from the table's own rows and columns"
)]

/// No cost is counted higher, so that no sum overflows.
const MOST: i64 = 1 << 40;

/// Marks a pair that must not be.
const FORBIDDEN: i64 = i64::MAX;

/// What each pair of a row and a column costs.
#[derive(Clone, Debug)]
pub struct Costs {
    columns: usize,
    pairs: Vec<i64>,
    left_out: Vec<i64>,
}

impl Costs {
    /// A table where every pair is forbidden, and leaving a row out costs the most there is.
    pub fn new(rows: usize, columns: usize) -> Self {
        Self {
            columns,
            pairs: vec![FORBIDDEN; rows.saturating_mul(columns)],
            left_out: vec![MOST; rows],
        }
    }

    /// Allows a pair, at a cost in any unit that is the same throughout. Pairs outside the table are passed over.
    pub fn allow(&mut self, row: usize, column: usize, cost: u64) {
        if row < self.left_out.len() && column < self.columns {
            self.pairs[row * self.columns + column] = bounded(cost);
        }
    }

    /// Sets what it costs to leave a row without a column.
    pub fn leaving_out(&mut self, row: usize, cost: u64) {
        if let Some(known) = self.left_out.get_mut(row) {
            *known = bounded(cost);
        }
    }

    /// What an assignment costs in all; none if it holds a pair that is forbidden.
    pub fn total(&self, columns: &[Option<usize>]) -> Option<u64> {
        let mut total = 0_i64;
        for (row, left_out) in self.left_out.iter().enumerate() {
            let cost = match columns.get(row).copied().flatten() {
                Some(column) if column < self.columns => self.pairs[row * self.columns + column],
                Some(_) => FORBIDDEN,
                None => *left_out,
            };
            total = total.saturating_add(cost);
        }
        u64::try_from(total).ok().filter(|_| total < FORBIDDEN)
    }

    /// The column of each row, none where it is left out, so that the total is the least possible.
    pub fn assign(&self) -> Vec<Option<usize>> {
        let rows = self.left_out.len();
        let mut search = Search {
            costs: self,
            row_price: vec![0; rows],
            column_price: vec![0; self.columns + rows],
            column_of: vec![None; rows],
            row_of: vec![None; self.columns + rows],
        };
        for row in 0..rows {
            search.add(row);
        }
        let real = |column: Option<usize>| column.filter(|column| *column < self.columns);
        search.column_of.into_iter().map(real).collect()
    }

    /// The cost of a pair; behind the real columns each row has one more that only it may take.
    fn at(&self, row: usize, column: usize) -> i64 {
        if column < self.columns {
            self.pairs[row * self.columns + column]
        } else if column == self.columns + row {
            self.left_out[row]
        } else {
            FORBIDDEN
        }
    }
}

/// The best assignment of the rows so far, with the prices that prove it is.
struct Search<'a> {
    costs: &'a Costs,
    row_price: Vec<i64>,
    column_price: Vec<i64>,
    column_of: Vec<Option<usize>>,
    row_of: Vec<Option<usize>>,
}

impl Search<'_> {
    /// Gives `first` a column, moving rows on along the cheapest path to a free one.
    fn add(&mut self, first: usize) {
        let columns = self.row_of.len();
        let mut distance = vec![FORBIDDEN; columns];
        let mut came_from = vec![first; columns];
        let mut done = vec![false; columns];
        let mut rows = Vec::new();
        let (mut row, mut so_far) = (first, 0);
        let free = loop {
            rows.push(row);
            let mut nearest: Option<usize> = None;
            for column in (0..columns).filter(|&column| !done[column]) {
                let cost = self.costs.at(row, column);
                if cost != FORBIDDEN {
                    let way = so_far + cost - self.row_price[row] - self.column_price[column];
                    if way < distance[column] {
                        distance[column] = way;
                        came_from[column] = row;
                    }
                }
                let better = |than: usize| {
                    let free = |column: usize| self.row_of[column].is_some();
                    (distance[column], free(column)) < (distance[than], free(than))
                };
                if distance[column] != FORBIDDEN && nearest.is_none_or(better) {
                    nearest = Some(column);
                }
            }
            // A row's own last column is always free, so there is one.
            let Some(column) = nearest else { return };
            so_far = distance[column];
            done[column] = true;
            match self.row_of[column] {
                None => break column,
                Some(taken_by) => row = taken_by,
            }
        };
        for &row in &rows {
            let before = self.column_of[row].map_or(0, |column| distance[column]);
            self.row_price[row] += so_far - before;
        }
        for column in (0..columns).filter(|&column| done[column]) {
            self.column_price[column] -= so_far - distance[column];
        }
        let mut column = free;
        loop {
            let row = came_from[column];
            self.row_of[column] = Some(row);
            let Some(before) = self.column_of[row].replace(column) else {
                return;
            };
            column = before;
        }
    }
}

fn bounded(cost: u64) -> i64 {
    i64::try_from(cost).map_or(MOST, |cost| cost.min(MOST))
}

#[cfg(test)]
mod tests;
