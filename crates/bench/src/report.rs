//! What is told of the measurements: a table for people, JSON for programs.

use serde::Serialize;

/// What a figure is to reach.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The ratio to the floor, at least.
    Ratio(f64),
    /// The subject's figure, at least.
    AtLeast(f64),
    /// The subject's figure, at most.
    AtMost(f64),
    /// It is told for the record.
    Nothing,
}

/// A figure with its unit.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    pub what: String,
    pub value: f64,
    pub unit: &'static str,
}

impl Figure {
    pub fn new(what: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { what: what.into(), value, unit }
    }
}

/// One line of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub subject: Figure,
    pub floor: Option<Figure>,
    pub ratio: Option<f64>,
    pub reach: Reach,
    /// `None` where nothing is to be reached.
    pub met: Option<bool>,
    /// Processor time of the whole process for one, clients included, in microseconds: the subject's and the floor's.
    pub cpu_us: Option<(f64, f64)>,
    /// By what it is bound.
    pub bound: String,
}

impl Row {
    pub fn new(subject: Figure, reach: Reach, bound: impl Into<String>) -> Self {
        let row = Self { subject, floor: None, ratio: None, reach, met: None, cpu_us: None, bound: bound.into() };
        row.judged()
    }

    #[must_use]
    pub fn against(self, floor: Figure, ratio: f64) -> Self {
        Self { floor: Some(floor), ratio: Some(ratio), ..self }.judged()
    }

    #[must_use]
    pub fn with_cpu_us(self, subject: f64, floor: f64) -> Self {
        Self { cpu_us: Some((subject, floor)), ..self }
    }

    fn judged(mut self) -> Self {
        self.met = match self.reach {
            Reach::Ratio(least) => self.ratio.map(|ratio| ratio >= least),
            Reach::AtLeast(least) => Some(self.subject.value >= least),
            Reach::AtMost(most) => Some(self.subject.value <= most),
            Reach::Nothing => None,
        };
        self
    }

    fn cells(&self) -> [String; 7] {
        let unit = self.subject.unit;
        let reach = match self.reach {
            Reach::Ratio(least) => format!("≥ {least:.2}×"),
            Reach::AtLeast(least) => format!("≥ {} {unit}", grouped(least)),
            Reach::AtMost(most) => format!("≤ {} {unit}", grouped(most)),
            Reach::Nothing => String::new(),
        };
        let met = match self.met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        [
            format!("{}: {}", self.subject.what, shown(&self.subject)),
            self.floor.as_ref().map(|floor| format!("{}: {}", floor.what, shown(floor))).unwrap_or_default(),
            self.ratio.map(|ratio| format!("{ratio:.2}×")).unwrap_or_default(),
            reach,
            met.to_owned(),
            self.cpu_us.map(|(subject, floor)| format!("{subject:.1} / {floor:.1} µs")).unwrap_or_default(),
            self.bound.clone(),
        ]
    }
}

fn shown(figure: &Figure) -> String {
    format!("{} {}", grouped(figure.value), figure.unit)
}

/// A number with as many digits as tell something, its thousands apart.
fn grouped(value: f64) -> String {
    if !value.is_finite() || value.abs() < 1_000.0 {
        let decimals = if value.abs() < 10.0 { 2 } else { usize::from(value.abs() < 100.0) };
        return format!("{value:.decimals$}");
    }
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The table, in Markdown.
pub fn table(rows: &[Row]) -> String {
    let head = ["subject", "floor", "ratio", "reach", "", "CPU of one", "bound by"].map(str::to_owned);
    let mut lines = vec![head];
    lines.extend(rows.iter().map(Row::cells));
    let widths: Vec<usize> =
        (0..7).map(|n| lines.iter().map(|line| line[n].chars().count()).max().unwrap_or(0)).collect();
    let rule: [String; 7] = std::array::from_fn(|n| "-".repeat(widths[n].max(3)));
    lines.insert(1, rule);
    let padded = |line: &[String; 7]| -> String {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    lines.iter().map(padded).collect::<Vec<_>>().join("\n")
}
