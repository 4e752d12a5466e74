//! Pieces of what a refusal says, as values: a language that lacks one doesn't compile.

/// Makes an enum of pieces, and their English of what stands behind each.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($piece:ident: $words:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $words] $piece,)*
        }

        impl $name {
            /// All there are.
            pub const ALL: &[Self] = &[$(Self::$piece,)*];

            /// In English.
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$piece => $words,)*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.words())
            }
        }
    };
}

pub(crate) use words;
