//! The server from outside: the real router on a real socket with a real database; the binary itself for the
//! command line. Files mirror addresses.

#![allow(clippy::unwrap_used, reason = "a test fails where it goes wrong")]

mod account;
mod audit;
mod cli;
mod client;
mod door;
mod engine;
mod failures;
mod health;
mod login;
mod matrix;
mod openapi;
mod pages;
mod people;
mod proof;
mod routes;
mod running;
mod secrets;
mod sessions;
mod setup;
mod tls;
