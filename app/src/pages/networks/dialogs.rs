//! Creating and removing networks.

use std::sync::Arc;

use crate::ui::dom::{Drawn, Memo, RwSignal, Signal, expect_context, lazy, view};
use leptos::prelude::*;
use wire::{CreateNetwork, Network, NewNetwork, RangeFault, RemoveNetwork, gateway_fault, subnet_fault};

use super::Uses;
use crate::{
    actions::{Actions, Submission, Target},
    api,
    i18n::{Message, Text, say, t},
    live::Live,
    pages::{
        asking,
        moving::{Movable, MoveDialog},
    },
    ui::{AnyText, Cell, Check, Dialog, DialogForm, Entries, Field, Kind, Rows, Toasts, later},
};

/// A question about a network.
#[derive(Clone)]
pub(crate) enum Ask {
    New,
    Remove(Arc<Network>),
    Move(Movable),
}

/// The question that is open.
pub(crate) type Asking = asking::Asking<Ask>;

/// Draws it.
#[component]
pub(super) fn NetworkDialogs() -> Drawn {
    Asking::expect().draw(|ask| later(dialog(ask), ()))
}

/// Loaded with the first question.
#[lazy]
fn dialog(ask: Ask) -> Drawn {
    let asking = Asking::expect();
    match ask {
        Ask::New => view! { <NewDialog /> },
        Ask::Remove(row) => view! { <RemoveDialog row=row /> },
        Ask::Move(thing) => {
            let close = asking.closing();
            view! { <MoveDialog thing=thing on_close=close /> }
        }
    }
}

/// What is wrong with addresses, in words.
fn said(fault: Option<RangeFault>) -> Option<String> {
    let text = match fault? {
        RangeFault::Inside(range) => return Some(say(Message::NetworkRange(&range))),
        RangeFault::NotASubnet => Text::FaultSubnet,
        RangeFault::NotAnAddress => Text::FaultAddress,
        RangeFault::NoSubnet => Text::FaultGatewayAlone,
        RangeFault::NotInSubnet => Text::FaultGatewayOutside,
    };
    Some(t(text).to_owned())
}

#[component]
fn NewDialog() -> Drawn {
    let asking = Asking::expect();
    let live = Live::expect();
    let toasts = Toasts::expect();
    let submission = Submission::new();
    let (name, driver) = (RwSignal::new(String::new()), RwSignal::new("bridge".to_owned()));
    let (subnet, gateway, internal) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    let labels = Entries::new(2);
    let close = asking.closing();
    let send = Callback::new(move |()| {
        let new = untrack(|| NewNetwork {
            name: name.get().trim().to_owned(),
            driver: driver.get().trim().to_owned(),
            subnet: subnet.get().trim().to_owned(),
            gateway: gateway.get().trim().to_owned(),
            internal: internal.get(),
            labels: labels.pairs(),
        });
        let created = new.name.clone();
        let done = Box::new(move |_| {
            toasts.good(say(Message::NetworkCreated(&created)));
            close.try_run(());
        });
        submission.change(api::prepare(&CreateNetwork { new }), done);
    });
    let nothing = move || name.with(|name| name.trim().is_empty());
    let name_problem = Memo::new(move || {
        let name = name.get();
        // What is being made comes into the list before its answer.
        let taken =
            !submission.busy.get() && live.networks(|rows| rows.iter().any(|row| row.name == name.trim()));
        taken.then(|| t(Text::FaultNameTaken).to_owned())
    });
    let subnet_problem = Memo::new(move || subnet.with(|subnet| said(subnet_fault(subnet.trim()))));
    let gateway_problem = Memo::new(move || {
        let subnet = subnet.get();
        gateway.with(|gateway| said(gateway_fault(gateway.trim(), subnet.trim())))
    });
    let problems = [name_problem, subnet_problem, gateway_problem];
    let blocked = Signal::derive(move || nothing() || problems.iter().any(|problem| problem.get().is_some()));
    let drivers = Signal::always(["bridge", "macvlan", "ipvlan", "overlay"].map(str::to_owned).to_vec());
    let cells = vec![
        Cell::Words { label: t(Text::Name), example: t(Text::ExampleName) },
        Cell::Words { label: t(Text::Value), example: t(Text::Value) },
    ];
    let fine = Callback::new(|_| None);
    view! {
        <Dialog title=t(Text::CreateNetwork) on_close=close>
            <DialogForm
                submit=t(Text::Create)
                busy=submission.busy
                failure=submission.failure
                blocked=blocked
                on_submit=send
            >
                <Field id="network-name" label=t(Text::Name) value=name placeholder="backend" problem=name_problem />
                <Field id="network-driver" label=t(Text::Driver) value=driver suggestions=drivers />
                <Field
                    id="network-subnet"
                    label=t(Text::Subnet)
                    value=subnet
                    placeholder="172.28.0.0/16"
                    hint=t(Text::EngineChooses)
                    problem=subnet_problem
                />
                <Field
                    id="network-gateway"
                    label=t(Text::Gateway)
                    value=gateway
                    placeholder="172.28.0.1"
                    hint=t(Text::EngineChooses)
                    problem=gateway_problem
                />
                <Check label=t(Text::InternalNetwork) value=internal hint=t(Text::InternalNetworkHint) />
                <Rows id="labels" legend=t(Text::Labels) add=t(Text::AddLabel) entries=labels cells=cells problem=fine />
            </DialogForm>
        </Dialog>
    }
}

#[component]
fn RemoveDialog(row: Arc<Network>) -> Drawn {
    let asking = Asking::expect();
    let actions = Actions::expect();
    let uses: Uses = expect_context();
    let users = untrack(|| uses.of(&row.name));
    let used = (!users.is_empty()).then(|| say(Message::NetworkInUse(&users.join(", "))));
    let close = asking.closing();
    let title = say(Message::RemoveNetwork(&row.name));
    let send = Callback::new(move |()| {
        let request = api::prepare(&RemoveNetwork { id: row.id.clone() });
        let told = [&row.name, " ", t(Text::HappenedRemoved)].concat();
        let done = Box::new(|actions: Actions| actions.tell(told, None));
        actions.run(Target::Network(row.id.clone()), row.name.clone(), Text::Removing, request, done);
        asking.close();
    });
    let nothing = Signal::derive(|| None::<AnyText>);
    view! {
        <Dialog title=title on_close=close>
            <DialogForm
                submit=t(Text::Remove)
                kind=Kind::Danger
                busy=Signal::derive(|| false)
                failure=nothing
                on_submit=send
            >
                <p>{t(Text::RemoveNetworkLoses)}</p>
                {used.map(|used| view! { <p>{used}</p> })}
            </DialogForm>
        </Dialog>
    }
}
