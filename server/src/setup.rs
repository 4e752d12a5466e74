//! The first start: a one-time token, printed where only the machine's owner looks, lets one person become
//! the first admin. Once somebody exists, none of this does.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use http::HeaderMap;
use rusqlite::{OptionalExtension, Transaction, params};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    clock,
    codec::Form,
    error::Error,
    guard::Visit,
    language::Language,
    login,
    people::{Name, Password, People},
    route::{Access, Route},
    secret,
    session::Sessions,
    site::{Page, Site},
    store::{self, Store, StoreError},
};

/// How long a set-up token is good for.
const GOOD_FOR: Duration = Duration::from_secs(30 * 60);
/// How often it may be mistyped.
const TRIES: u32 = 5;
/// The file in the data folder that holds it.
const FILE: &str = "setup-token";

/// The first start.
#[derive(Clone)]
pub struct Setup {
    store: Store,
    people: People,
    file: Arc<Path>,
}

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/setup", Access::Anyone, show_setup),
        Route::post("/setup", Access::Anyone, create_first_admin)
            .about("Makes the first admin; afterwards this isn't there any more")
            .leads_on(),
    ]
}

impl Setup {
    /// The first start of the server whose data lies in `folder`.
    pub fn new(store: Store, people: People, folder: &Path) -> Self {
        Self { store, people, file: folder.join(FILE).into() }
    }

    /// Whether nobody exists yet.
    pub fn is_open(&self) -> Result<bool, Error> {
        Ok(!self.people.any()?)
    }

    /// A new token, in place of any before; nothing when somebody exists. It is kept in a file, too.
    pub async fn new_token(&self) -> Result<Option<NewToken>, Error> {
        if !self.is_open()? {
            self.forget_file();
            return Ok(None);
        }
        let token = secret::hex(&secret::random::<16>().map_err(Error::internal)?);
        let (hash, expires) = (secret::hash(token.as_bytes()), clock::after(GOOD_FOR));
        let keep = move |tx: &Transaction<'_>| {
            tx.execute("INSERT OR REPLACE INTO setup VALUES (1, ?1, ?2, ?3)", params![hash, expires, TRIES])
        };
        self.store.write(keep).await?;
        store::write_private(&self.file, format!("{token}\n").as_bytes())
            .map_err(|error| StoreError::Folder { path: self.file.to_path_buf(), error })?;
        Ok(Some(NewToken { token, file: self.file.to_path_buf() }))
    }

    async fn use_token(&self, form: SetupForm) -> Result<crate::people::Shown, Error> {
        let name = Name::parse(&form.name)?;
        if form.password != form.again {
            return Err(Error::PasswordsDiffer);
        }
        let password = Password::choose(form.password)?;
        let hash = secret::hash(form.token.trim().as_bytes());
        // Before any password is hashed: a stranger without the token costs nothing.
        self.store.write(move |tx| check(tx, hash)).await??;
        let person =
            self.people.add_first(name, password, move |tx| check(tx, hash).map(|it| it.map(drop))).await?;
        self.store.write(|tx| tx.execute("DELETE FROM setup", [])).await?;
        self.forget_file();
        Ok(person)
    }

    /// Takes the token's file away, once somebody exists.
    pub fn forget_file(&self) {
        match std::fs::remove_file(&self.file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(file = %self.file.display(), %error, "the used set-up token's file remains");
            }
            _ => {}
        }
    }
}

/// A token that was just made.
pub struct NewToken {
    /// What to type.
    pub token: String,
    /// Where it lies.
    pub file: PathBuf,
}

/// Whether this is the token; each miss costs a try.
fn check(tx: &Transaction<'_>, hash: secret::Hash) -> rusqlite::Result<Result<(), Error>> {
    let kept = tx
        .query_row("SELECT hash, expires, tries FROM setup", [], |row| {
            Ok((row.get::<_, secret::Hash>(0)?, row.get::<_, clock::Seconds>(1)?, row.get::<_, u32>(2)?))
        })
        .optional()?;
    let Some((expected, expires, tries)) = kept else { return Ok(Err(Error::SetupTokenGone)) };
    if tries == 0 || expires <= clock::now() {
        return Ok(Err(Error::SetupTokenGone));
    }
    if expected == hash {
        return Ok(Ok(()));
    }
    tx.execute("UPDATE setup SET tries = tries - 1", [])?;
    Ok(Err(Error::WrongSetupToken { left: tries - 1 }))
}

#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetupForm {
    token: String,
    name: String,
    password: String,
    again: String,
}

async fn show_setup(
    State(site): State<Site>,
    State(setup): State<Setup>,
    language: Language,
) -> Result<Response, Error> {
    if !setup.is_open()? {
        return Ok(set_up_already(&site, language));
    }
    let values = [("name", "admin"), ("focus_token", "autofocus")];
    Ok(Html(site.page(Page::Setup, language, &values)).into_response())
}

/// The page isn't there any more; who has kept its address finds the one to log in on.
fn set_up_already(site: &Site, language: Language) -> Response {
    login::explain(
        site,
        Page::Login,
        language,
        Error::SetUpAlready,
        &[("focus_name", "autofocus"), ("next", "/")],
    )
}

async fn create_first_admin(
    State(sessions): State<Sessions>,
    State(setup): State<Setup>,
    State(site): State<Site>,
    visit: Visit,
    language: Language,
    headers: HeaderMap,
    form: Result<Form<SetupForm>, Error>,
) -> Result<Response, Error> {
    if !setup.is_open()? {
        return Ok(set_up_already(&site, language));
    }
    let form = match form {
        Ok(Form(form)) => form,
        Err(error) => {
            return Ok(login::explain(
                &site,
                Page::Setup,
                language,
                error,
                &[("name", "admin"), ("focus_token", "autofocus")],
            ));
        }
    };
    let (name, token) = (form.name.clone(), form.token.clone());
    let entered = async {
        let shown = setup.use_token(form).await?;
        let account = &*shown.person().name;
        tracing::info!(from = %visit.address, account, "set up: the first admin is there");
        sessions.start(shown, login::agent(&headers), visit.address, None).await
    };
    Ok(match entered.await {
        Ok(cookie) => login::enter(&cookie, &visit, "/"),
        Err(error) => {
            // A token that was right is typed once; a wrong one is of no more use.
            let right =
                matches!(error, Error::InvalidName | Error::PasswordLength { .. } | Error::PasswordsDiffer);
            let (token, focus) = if right { (token.as_str(), "focus_password") } else { ("", "focus_token") };
            login::explain(
                &site,
                Page::Setup,
                language,
                error,
                &[("name", &name), ("token", token), (focus, "autofocus")],
            )
        }
    })
}
