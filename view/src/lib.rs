//! The page's `view!` and `#[lazy]`.
//!
//! `view!` is Leptos' syntax, drawn by `app::ui::dom` instead of by typed views.
//!
//! Leptos' own macro makes a type of every piece of a page, and the compiler a copy of its rendering for every
//! type: a fifth of what a first visit downloaded. This one makes calls of the same few functions. The
//! syntax is read by the same parser that Leptos uses.

use std::hash::{DefaultHasher, Hash, Hasher};

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use rstml::Infallible;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeElement, NodeName};

/// A piece of the page, as `Drawn`:
///
/// - elements: `<div class="row" title=expression>…</div>`; an attribute is a text, an `Option` (none: without
///   it), a `bool`, or a closure or signal of these, which is followed;
/// - `class:name=on`, `style:--name=text`, `prop:value=text`, `prop:checked=on`, `on:event=handler`,
///   `node_ref=reference`;
/// - components by their names, with their properties as attributes;
/// - texts in quotes, and `{expression}` for whatever can be drawn.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    match rstml::parse2(tokens.into()) {
        Ok(nodes) => draw_all(&nodes).unwrap_or_else(Refusal::into_error).into(),
        Err(error) => error.to_compile_error().into(),
    }
}

/// A function in a file of its own, fetched when it is first called: it becomes `async`, and answers `Err(Unloaded)` when the
/// file can't be had. Leptos' own ends the whole page then. In one file each has a name of its own, and the crate's root
/// has `in_place!`.
#[proc_macro_attribute]
pub fn lazy(_: proc_macro::TokenStream, function: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let function = TokenStream::from(function);
    quote!(crate::in_place! { #function }).into()
}

/// The same, for `in_place!`, which gives the place at which the function counts as written.
///
/// The splitter names what it cuts by where it is written, counted from the first byte of the first file: a letter typed
/// anywhere would give another name to all that follows, and nearly all of the page would be compiled anew for it. What the
/// compiler says of the function's name it therefore shows there.
#[proc_macro_attribute]
pub fn lazy_at(place: proc_macro::TokenStream, function: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let place = syn::parse_macro_input!(place as syn::Ident);
    let mut function = syn::parse_macro_input!(function as syn::ItemFn);
    let written = function.sig.ident.span();
    function.sig.ident.set_span(written.located_at(place.span()));
    // Several have one name, each in another file.
    let mut hasher = DefaultHasher::new();
    written.file().hash(&mut hasher);
    let name = format_ident!("{}_{:020}", function.sig.ident, hasher.finish());
    let output = match &function.sig.output {
        syn::ReturnType::Default => quote!(()),
        syn::ReturnType::Type(_, output) => output.to_token_stream(),
    };
    let split = quote!(::leptos::wasm_split);
    let loaded = quote!(return_wrapper(let it = _; { Ok(it) } -> Result<#output, crate::ui::Unloaded>));
    quote!(#[#split::wasm_split(#name, wasm_split_path = #split, fallible, #loaded)] #function).into()
}

/// What `view!` doesn't take, and where it stands.
struct Refusal(Span, &'static str);

impl Refusal {
    fn into_error(self) -> TokenStream {
        let Self(span, why) = self;
        quote_spanned!(span => compile_error!(#why))
    }
}

/// One node stays alone; several stand behind one another.
fn draw_all(nodes: &[Node]) -> Result<TokenStream, Refusal> {
    let drawn = nodes.iter().map(draw).collect::<Result<Vec<_>, _>>()?;
    Ok(match drawn.as_slice() {
        [one] => quote!(crate::ui::dom::Draw::drawn(#one)),
        all => quote!(crate::ui::dom::together(vec![#(crate::ui::dom::Draw::drawn(#all)),*])),
    })
}

fn draw(node: &Node) -> Result<TokenStream, Refusal> {
    match node {
        Node::Element(element) if is_component(element.name()) => component(element),
        Node::Element(element) => plain_element(element),
        Node::Text(text) => Ok(text.value.to_token_stream()),
        Node::Block(block) => Ok(quote!(#[allow(unused_braces)] #block)),
        Node::Fragment(fragment) => draw_all(&fragment.children),
        other => Err(Refusal(span(other), "`view!` takes elements, components, texts in quotes and blocks")),
    }
}

fn is_component(name: &NodeName) -> bool {
    name.to_string().starts_with(char::is_uppercase)
}

fn plain_element(element: &NodeElement<Infallible>) -> Result<TokenStream, Refusal> {
    let name = element.name().to_string();
    let new = match name.as_str() {
        "svg" | "path" => quote!(svg),
        _ => quote!(html),
    };
    // What a select holds is one of its children.
    let (last, first): (Vec<_>, Vec<_>) = element.attributes().iter().partition(|one| is_property(one));
    let first = first.into_iter().map(attribute).collect::<Result<Vec<_>, _>>()?;
    let last = last.into_iter().map(attribute).collect::<Result<Vec<_>, _>>()?;
    let children = element.children.iter().map(draw).collect::<Result<Vec<_>, _>>()?;
    Ok(quote!(crate::ui::dom::Building::#new(#name) #(#first)* #(.child(#children))* #(#last)*))
}

fn is_property(attribute: &NodeAttribute) -> bool {
    matches!(attribute, NodeAttribute::Attribute(keyed) if keyed.key.to_string().starts_with("prop:"))
}

fn attribute(attribute: &NodeAttribute) -> Result<TokenStream, Refusal> {
    let NodeAttribute::Attribute(attribute) = attribute else {
        return Err(Refusal(span(attribute), "an element's attributes have names"));
    };
    let (name, value) = (attribute.key.to_string(), value_of(attribute));
    Ok(match name.split_once(':') {
        Some(("on", event)) => {
            let event = proc_macro2::Ident::new(event, span(&attribute.key));
            quote!(.on(leptos::ev::#event, #value))
        }
        Some(("class", name)) => quote!(.class(#name, #value)),
        Some(("style", name)) => quote!(.style(#name, #value)),
        Some(("prop", "value")) => quote!(.value(#value)),
        Some(("prop", "checked")) => quote!(.checked(#value)),
        Some(_) => return Err(Refusal(span(&attribute.key), "unknown kind of attribute")),
        None if name == "node_ref" => quote!(.known_as(#value)),
        None => quote!(.attribute(#name, #value)),
    })
}

/// An attribute without a value is there.
fn value_of(attribute: &KeyedAttribute) -> TokenStream {
    attribute.value().map_or_else(|| quote!(true), |value| quote!(#[allow(unused_braces)] { #value }))
}

fn component(element: &NodeElement<Infallible>) -> Result<TokenStream, Refusal> {
    let name = element.name();
    let mut properties = Vec::new();
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(Refusal(span(attribute), "a component's properties have names"));
        };
        let (key, value) = (&attribute.key, value_of(attribute));
        properties.push(quote!(.#key(#value)));
    }
    if !element.children.is_empty() {
        let children = draw_all(&element.children)?;
        properties.push(quote!(.children(leptos::children::ToChildren::to_children(move || #children))));
    }
    Ok(quote!(leptos::component::component_view(
        &#name,
        leptos::component::component_props_builder(&#name) #(#properties)* .build()
    )))
}

fn span(tokens: &impl ToTokens) -> Span {
    tokens.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

#[cfg(test)]
mod tests;
