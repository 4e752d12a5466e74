use quote::quote;

use super::{Refusal, draw_all};

fn drawn(tokens: proc_macro2::TokenStream) -> String {
    let nodes = rstml::parse2(tokens).expect("nodes");
    draw_all(&nodes).unwrap_or_else(Refusal::into_error).to_string()
}

#[test]
fn elements_become_calls() {
    let expected = quote!(crate::ui::dom::Draw::drawn(
        crate::ui::dom::Building::html("a")
            .attribute(
                "href",
                #[allow(unused_braces)]
                {
                    "/x"
                }
            )
            .on(
                leptos::ev::click,
                #[allow(unused_braces)]
                {
                    go
                }
            )
            .child("text")
    ));
    assert_eq!(drawn(quote!(<a href="/x" on:click=go>"text"</a>)), expected.to_string());
}

#[test]
fn what_a_select_holds_is_said_behind_its_options() {
    let calls = drawn(quote!(<select prop:value=held class="input"><option></option></select>));
    let [class, child, value] =
        [". attribute", ". child", ". value"].map(|call| calls.find(call).expect(call));
    assert!(class < child && child < value, "{calls}");
}

#[test]
fn what_is_not_understood_is_refused_where_it_stands() {
    for tokens in [
        quote!(<p>bare words</p>),
        quote!(<!-- "a comment" -->),
        quote!(<p use:magic=x></p>),
        quote!(<p {..all}></p>),
        quote!(<Part {..all} />),
    ] {
        let text = tokens.to_string();
        assert!(drawn(tokens).contains("compile_error"), "{text}");
    }
}
