//! Answers to a diagnostic from a file, as forms on the web and offices write them: whoever answered on paper or elsewhere is
//! counted with those who answer here.
//!
//! A [`Mapping`] tells which column is what. A row is a person: a member, by their e-mail address, or somebody whom the network
//! knows from this file only. Until the diagnostic closes, a row that has changed takes the place of what it said before; one
//! that has not is left as it is, also if the person has answered anew since.

mod asked;
mod cells;
mod form;
mod mapping;
mod reading;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use domain::diagnostic::answers::Answers;
use domain::ids::AudienceId;
use domain::names::{Importer, SourcePart};
use sha2::{Digest as _, Sha256};

use super::report::{About, Telling, What};
use super::rows::{Becomes, Given, Row, SetName, Target};
use super::table::Flaw;
use super::{FilesError, ImportError, Set, set_name};
pub use asked::{Asked, AskedError, Question};
use cells::folded;
use form::Form;
pub use mapping::{Mapping, MappingError};
use reading::Reading;

/// A file of answers, and how it is read.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The set's name.
    pub name: SourcePart,
    path: PathBuf,
    told_by: PathBuf,
    mapping: Mapping,
    asked: Asked,
}

/// Which columns tell who a row is.
struct Columns {
    email: Option<usize>,
    id: Option<usize>,
    audience: Option<(usize, HashMap<String, AudienceId>)>,
    readings: Vec<Reading>,
}

impl Sheet {
    /// The answers in a file to what was asked, read as another file tells.
    ///
    /// # Errors
    /// [`FilesError`] when that one can't be read or doesn't fit the questions.
    pub fn new(path: &Path, told_by: &Path, asked: Asked, name: Option<&SourcePart>) -> Result<Self, FilesError> {
        let name = set_name(name, path, path.file_stem())?;
        let text =
            std::fs::read_to_string(told_by).map_err(|source| FilesError::Io { path: told_by.to_owned(), source })?;
        let mapping =
            Mapping::parse(&text).map_err(|source| FilesError::Mapping { path: told_by.to_owned(), source })?;
        let sheet = Self { name, path: path.to_owned(), told_by: told_by.to_owned(), mapping, asked };
        // What doesn't fit is told before anything is recorded.
        sheet.columns(&Form::open(path)?)?;
        Ok(sheet)
    }

    fn columns(&self, form: &Form) -> Result<Columns, FilesError> {
        let misfit = |source| FilesError::Mapping { path: self.told_by.clone(), source };
        let column = |column: &Option<mapping::Column>| {
            column.as_ref().map(|column| form.find(column)).transpose().map_err(misfit)
        };
        let (email, id) = (column(&self.mapping.person.email)?, column(&self.mapping.person.id)?);
        if email.is_none() && id.is_none() {
            return Err(misfit(MappingError::NoPerson));
        }
        let audience = match &self.mapping.audience {
            None => None,
            Some(told) => {
                let values = told.values.iter().map(|(value, audience)| (folded(value), *audience)).collect();
                Some((form.find(&told.column).map_err(misfit)?, values))
            }
        };
        let reading = |(number, told): (&String, &mapping::Question)| {
            let unknown = || MappingError::UnknownQuestion(number.clone());
            let no = number.parse().map_err(|_| unknown())?;
            Reading::new(no, told, self.asked.question(no).ok_or_else(unknown)?, form)
        };
        let readings = self.mapping.questions.iter().map(reading).collect::<Result<_, _>>().map_err(misfit)?;
        Ok(Columns { email, id, audience, readings })
    }

    fn read(&self, form: &Form, columns: &Columns) -> Result<(SourcePart, Given), Flaw> {
        form.check_width()?;
        let email = columns.email.map(|column| form.cell(column)).filter(|email| !email.is_empty());
        let id = columns.id.map(|column| form.cell(column)).filter(|id| !id.is_empty());
        if email.as_ref().is_some_and(|email| !email.contains('@')) {
            return Err(Flaw::IsNot("the e-mail address", "one"));
        }
        let person = match (&id, &email) {
            (Some(id), _) => id.parse().map_err(|_| Flaw::IsNot("id", "up to 48 letters, digits, `.`, `_` and `-`"))?,
            (None, Some(email)) => digest(email).ok_or(Flaw::Missing("id"))?,
            (None, None) => {
                return Err(Flaw::Missing(if columns.email.is_some() { "the e-mail address" } else { "id" }));
            }
        };
        let audience = match &columns.audience {
            None => None,
            Some((column, values)) => match form.cell(*column) {
                none if none.is_empty() => None,
                value => Some(*values.get(&folded(&value)).ok_or(Flaw::IsNot("the audience", "told by the mapping"))?),
            },
        };
        let mut answers = BTreeMap::new();
        for reading in &columns.readings {
            let answer = reading.answer(form).map_err(|why| Flaw::Answer(reading.number().0, why))?;
            answers.extend(answer.map(|answer| (reading.number(), answer)));
        }
        if answers.is_empty() {
            return Err(Flaw::Missing("an answer to any question"));
        }
        let (diagnostic, evidence) = (self.asked.diagnostic, self.mapping.evidence);
        Ok((person, Given { diagnostic, answers: Answers(answers), contact: email, audience, evidence }))
    }
}

/// How somebody is called in source ids who is known by an e-mail address.
fn digest(email: &str) -> Option<SourcePart> {
    let digest = hex::encode(Sha256::digest(email.trim().to_lowercase()));
    digest.get(..32)?.parse().ok()
}

impl Set for Sheet {
    fn hand_over<T: Target>(
        &self,
        _: &Path,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        telling.begin(self.name.as_str(), &[What::Answers], [(What::Answers, self.path.clone())]);
        let set = SetName { importer: Importer::Answers, set: self.name.clone() };
        let mut form = Form::open(&self.path)?;
        telling.figure("read_as_windows_1252", u64::from(form.is_windows_1252()));
        let columns = self.columns(&form)?;
        let mut lines = HashMap::new();
        while form.advance()? {
            if form.is_blank() {
                continue;
            }
            telling.read(What::Answers);
            let line = form.line();
            let about = About { what: What::Answers, line: Some(line) };
            let read = self.read(&form, &columns).and_then(|(person, given)| {
                match *lines.entry(person.clone()).or_insert(line) {
                    first if first == line => Ok((person, given)),
                    first => Err(Flaw::PersonRepeated(first)),
                }
            });
            let (person, given) = match read {
                Ok(read) => read,
                Err(flaw) => {
                    telling.broken(about, &flaw);
                    continue;
                }
            };
            let source = set.row(person.as_str())?;
            let becomes = Becomes::Answers(&given);
            let row = Row { source: &source, person: Some(&source), occurred_at: None, becomes };
            target.take(about, &row, telling).map_err(ImportError::Target)?;
        }
        Ok(())
    }
}
