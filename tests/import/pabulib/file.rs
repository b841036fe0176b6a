//! A `.pb` file, read without any of the program's own reading.

use std::collections::BTreeMap;

/// The rows under a header, by the names of its columns.
pub type Row = BTreeMap<String, String>;

/// A file.
#[derive(Debug)]
pub struct File {
    /// `META`, in the order of the file.
    pub meta: Vec<(String, String)>,
    /// The projects, in the order of the file.
    pub projects: Vec<Row>,
    /// The votes, in the order of the file.
    pub votes: Vec<Row>,
}

impl File {
    pub fn read(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).flexible(true).delimiter(b';').from_reader(bytes);
        let mut sections: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        let mut section = String::new();
        for record in reader.into_records() {
            let record: Vec<_> = record.unwrap().iter().map(str::to_owned).collect();
            match record.as_slice() {
                [title] => section.clone_from(title),
                _ => sections.entry(section.clone()).or_default().push(record),
            }
        }
        let rows = |section: &str| {
            let (header, rows) = sections[section].split_first().unwrap();
            let row = |row: &Vec<String>| {
                assert_eq!(row.len(), header.len(), "{row:?}");
                header.iter().cloned().zip(row.iter().cloned()).collect::<Row>()
            };
            rows.iter().map(row).collect::<Vec<_>>()
        };
        let meta = rows("META").into_iter().map(|row| (row["key"].clone(), row["value"].clone())).collect();
        let votes = if sections["VOTES"].len() > 1 { rows("VOTES") } else { Vec::new() };
        Self { meta, projects: rows("PROJECTS"), votes }
    }

    pub fn meta(&self, key: &str) -> &str {
        self.meta.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value)
    }

    /// The ids of the projects, in the order of the file.
    pub fn ids(&self) -> Vec<&str> {
        self.projects.iter().map(|project| project["project_id"].as_str()).collect()
    }

    /// The projects, in the order of their ids as strings.
    pub fn sorted(&self) -> Vec<&Row> {
        let mut projects: Vec<_> = self.projects.iter().collect();
        projects.sort_by(|one, other| one["project_id"].cmp(&other["project_id"]));
        projects
    }

    /// How often each vote was cast: the projects with their points, in order where that says anything.
    pub fn cast(&self) -> BTreeMap<Vec<(String, String)>, usize> {
        let mut cast = BTreeMap::new();
        for row in &self.votes {
            let named: Vec<_> = row["vote"].split(',').filter(|id| !id.is_empty()).collect();
            let mut points: Vec<_> = row.get("points").map_or("", String::as_str).split(',').collect();
            points.resize(named.len(), "");
            let mut vote: Vec<_> = named.into_iter().zip(points).map(|(id, n)| (id.to_owned(), n.to_owned())).collect();
            if self.meta("vote_type") != "ordinal" {
                vote.sort();
            }
            *cast.entry(vote).or_default() += 1;
        }
        cast
    }
}
