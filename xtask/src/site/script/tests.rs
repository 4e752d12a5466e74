use super::minify;

#[test]
fn scripts_lose_only_what_means_nothing() {
    for (script, small) in [
        ("// why\nconst a = 1; /* or */ const b = a;", "const a=1;const b=a;"),
        ("const t = `${a} // ${ b } /* no */`;", "const t=`${a} // ${ b } /* no */`;"),
        (
            r#"const r = /\[object ([^\]]+)\]/.exec("a  //  b");"#,
            r#"const r=/\[object ([^\]]+)\]/.exec("a  //  b");"#,
        ),
        (
            "import * as a from \"./split.js\"\nimport * as b from \"./split.js\"\n",
            "import*as a from\"./split.js\";import*as b from\"./split.js\";",
        ),
    ] {
        assert_eq!(minify(script).unwrap(), small);
    }
}
