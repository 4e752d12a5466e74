//! A decision while it is made: where in the body it is, what it may ask, what it has found out.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use engine_api::{Digest, Id, image::ImageConfig};
use serde_json::{Map, Value};

use super::{Around, Form, Limits, Noun, Refused, Why};

pub(super) struct Deciding<'a> {
    pub around: &'a dyn Around,
    pub limits: &'a Limits,
    /// The stack that what is made, or what is connected, is a member of.
    pub stack: String,
    pub image: Option<(String, Digest)>,
    /// What the image gives to its containers.
    pub baked: ImageConfig,
    pub container: Option<Id>,
    /// Volumes that would be made.
    pub volumes: BTreeSet<String>,
    /// Whether what is made isn't there yet.
    pub is_new: bool,
    path: String,
}

/// Each item may be looked up. No stack has as many of anything in one container.
const MOST_ITEMS: usize = 1_000;

/// A key of a client's is shown no further than this.
const LONGEST_STEP: usize = 64;

impl<'a> Deciding<'a> {
    pub(super) fn new(around: &'a impl Around, limits: &'a Limits) -> Self {
        Self {
            around,
            limits,
            stack: String::new(),
            image: None,
            baked: ImageConfig::default(),
            container: None,
            volumes: BTreeSet::new(),
            is_new: true,
            path: String::new(),
        }
    }

    /// A refusal, here.
    pub(super) fn refuse(&self, why: Why) -> Refused {
        Refused { field: self.path.clone(), why }
    }

    /// A refusal in a field of what is here.
    pub(super) fn refuse_at(&self, field: &str, why: Why) -> Refused {
        let dot = if self.path.is_empty() { "" } else { "." };
        Refused { field: format!("{}{dot}{field}", self.path), why }
    }

    /// Refuses a new network's or volume's name that another stack's Compose would take for its own.
    pub(super) fn not_anothers(&self, name: &str) -> Result<(), Refused> {
        match self.around.kept_for(name) {
            Some(stack) => Err(self.refuse(Why::KeptFor { stack })),
            None => Ok(()),
        }
    }

    /// Goes on in a field.
    pub(super) fn within<T>(
        &mut self,
        name: &str,
        decide: impl FnOnce(&mut Self) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let before = self.path.len();
        if before > 0 {
            self.path.push('.');
        }
        self.path.extend(name.chars().filter(|letter| !letter.is_control()).take(LONGEST_STEP));
        let decided = decide(self);
        self.path.truncate(before);
        decided
    }

    /// Takes each item of a list.
    pub(super) fn each<T>(
        &mut self,
        value: Value,
        mut decide: impl FnMut(&mut Self, Value) -> Result<T, Refused>,
    ) -> Result<Vec<T>, Refused> {
        let Value::Array(list) = value else { return Err(self.refuse(Why::NotA(Form::List))) };
        self.not_too_many(list.len())?;
        let before = self.path.len();
        let mut decided = Vec::with_capacity(list.len());
        for (index, item) in list.into_iter().enumerate() {
            self.path.push_str(&format!("[{index}]"));
            decided.push(decide(self, item)?);
            self.path.truncate(before);
        }
        Ok(decided)
    }

    /// Takes each entry of a map whose keys are the client's. Two that come to the same key are refused.
    pub(super) fn entries(
        &mut self,
        value: Value,
        mut decide: impl FnMut(&mut Self, &str, Value) -> Result<(String, Value), Refused>,
    ) -> Result<Map<String, Value>, Refused> {
        let object = self.object(value)?;
        self.not_too_many(object.len())?;
        let mut decided = BTreeMap::new();
        for (key, value) in object {
            self.within(&key, |deciding| {
                let (key, value) = decide(deciding, &key, value)?;
                match decided.entry(key) {
                    Entry::Occupied(_) => Err(deciding.refuse(Why::Twice)),
                    Entry::Vacant(entry) => {
                        entry.insert(value);
                        Ok(())
                    }
                }
            })?;
        }
        Ok(decided.into_iter().collect())
    }

    pub(super) fn not_too_many(&self, items: usize) -> Result<(), Refused> {
        if items <= MOST_ITEMS { Ok(()) } else { Err(self.refuse(Why::NotA(Form::Shorter))) }
    }

    pub(super) fn object(&self, value: Value) -> Result<Map<String, Value>, Refused> {
        match value {
            Value::Object(map) => Ok(map),
            _ => Err(self.refuse(Why::NotA(Form::Object))),
        }
    }

    pub(super) fn text(&self, value: Value) -> Result<String, Refused> {
        match value {
            Value::String(text) => Ok(text),
            _ => Err(self.refuse(Why::NotA(Form::Text))),
        }
    }

    /// A whole number within bounds.
    pub(super) fn whole(&self, value: &Value, least: i64, most: i64) -> Result<i64, Refused> {
        let number = value.as_i64().ok_or_else(|| self.refuse(Why::NotA(Form::WholeNumber)))?;
        if (least..=most).contains(&number) {
            Ok(number)
        } else {
            Err(self.refuse(Why::Bounds { least, most }))
        }
    }

    /// The container that a body names, before anything else of it is read.
    pub(super) fn choose_container(&mut self, value: Option<&Value>) -> Result<(), Refused> {
        self.within("Container", |deciding| {
            let value = value.ok_or_else(|| deciding.refuse(Why::NotA(Form::Given)))?;
            let name = deciding.text(value.clone())?;
            let member = deciding.around.container(&name);
            let member =
                member.ok_or_else(|| deciding.refuse(Why::NotYours { what: Noun::Container, name }))?;
            deciding.container = Some(member.id);
            deciding.stack = member.stack;
            Ok(())
        })
    }
}
