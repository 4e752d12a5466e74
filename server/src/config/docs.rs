//! docs/configuration.md, written from the table.

use super::table::{CONFIG, Kind, SETTINGS};

/// The whole document.
pub fn reference() -> String {
    let mut text = String::from(HEAD);
    for setting in SETTINGS {
        let value = if setting.value.is_empty() { String::new() } else { format!(" {}", setting.value) };
        text.push_str(&format!("\n### {}\n\n{}.\n\n", setting.name, setting.help));
        text.push_str(&format!("- flag: `--{}{value}`", setting.name));
        text.push_str(if setting.kind == Kind::Many { ", as often as needed\n" } else { "\n" });
        text.push_str(&format!("- environment: `{}`", setting.variable()));
        text.push_str(if setting.kind == Kind::Many { ", separated by commas\n" } else { "\n" });
        let example = match setting.kind {
            _ if setting.name == CONFIG => None,
            Kind::One => Some(format!("{} = \"…\"", setting.name)),
            Kind::Many => Some(format!("{} = [\"…\"]", setting.name)),
            Kind::Switch => Some(format!("{} = true", setting.name)),
        };
        if let Some(example) = example {
            text.push_str(&format!("- file: `{example}`\n"));
        }
        text.push_str(&format!("- default: {}\n", setting.default));
    }
    text
}

const HEAD: &str = "\
# Configuration

<!-- Written by `pierhead config-reference` from the table of settings; a test fails when it is out of date. -->

Every setting can be given as a flag of `pierhead serve`, in the environment, or in one TOML file. A flag beats
the environment, the environment beats the file, the file beats the default. A flag, a key or a value that isn't
known is an error: the server says where it stands, and doesn't start (exit code 2).

`pierhead user`, `token`, `setup-token`, `host-root` and `audit` take those of the settings that they need, from the same
places. `pierhead doctor` takes all that `pierhead serve` takes: it tells what is wrong with them, and starts nothing.

```toml
# pierhead.toml
listen = \"127.0.0.1:8443\"
data = \"/var/lib/pierhead\"
allow-host = [\"nas.lan\"]
```

## Settings
";
