//! Variables of a container's environment: which of them other tools obey.

use serde_json::Value;

use super::{
    Limits, Objection as O, Refused, Why,
    deciding::Deciding,
    rule::{name_of_variable, texts_of},
    table::Ruled,
};

pub(super) fn variables(deciding: &mut Deciding<'_>, value: Value) -> Ruled {
    texts_of(deciding, value, |deciding, text| {
        let name = name_of_variable(deciding, &text)?;
        // A bare name takes one away.
        if text.contains('=') && is_reserved(name, deciding.limits) {
            return Err(deciding.refuse(Why::OnlyAdmins(O::OrdersByVariable)));
        }
        Ok(text)
    })
}

/// What an image's variables say to other tools, where the container's own don't take them away.
pub(super) fn check_baked(
    deciding: &Deciding<'_>,
    baked: &[String],
    own: Option<&Value>,
) -> Result<(), Refused> {
    let own = own.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let names = baked.iter().filter_map(|text| text.split('=').next());
    let is_taken_away = |name: &str| own.iter().any(|text| text.as_str() == Some(name));
    let mut orders = names.filter(|name| is_reserved(name, deciding.limits));
    match orders.find(|name| !is_taken_away(name)) {
        Some(name) => Err(deciding.refuse_at("Image", Why::BakedVariable { name: name.to_owned() })),
        None => Ok(()),
    }
}

fn is_reserved(name: &str, limits: &Limits) -> bool {
    let upper = name.to_ascii_uppercase();
    limits.reserved_variables.iter().any(|reserved| upper.starts_with(reserved))
}
