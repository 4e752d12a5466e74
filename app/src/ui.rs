//! The parts that pages are made of. They know nothing of Docker.

mod badge;
mod button;
mod code;
mod dialog;
pub(crate) mod dom;
mod empty;
mod facts;
mod field;
mod icon;
mod later;
mod menu;
mod notice;
mod progress;
mod rows;
mod skeleton;
mod table;
mod toast;

pub(crate) use badge::{Badge, Mark, Tone};
pub(crate) use button::{Button, IconButton, Kind, LinkButton};
pub(crate) use code::{Code, CopyButton};
pub(crate) use dialog::{AnyText, Dialog, DialogForm};
pub(crate) use empty::Empty;
pub(crate) use facts::{Card, Fact, Facts};
pub(crate) use field::{Check, Choice, Field, Search};
pub(crate) use icon::{Icon, icon};
pub(crate) use later::later;
pub(crate) use menu::{Item, Menu};
pub(crate) use notice::Notice;
pub(crate) use progress::Progress;
pub(crate) use rows::{Cell, Entries, Rows};
pub(crate) use skeleton::Skeleton;
pub(crate) use table::{Column, Key, Order, Table, Viewport};
pub(crate) use toast::{ToastList, Toasts};
