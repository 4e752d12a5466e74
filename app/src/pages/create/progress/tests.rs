use super::*;
use wire::FailureKind;

fn failure(advice: Advice) -> Failure {
    Failure { message: "no".into(), kind: FailureKind::EngineFailed, advice }
}

#[test]
fn a_failure_is_shown_where_it_happened() {
    assert!(place(Step::Pull, &failure(Advice::None)) == Some(Place::Image));
    assert!(place(Step::Create, &failure(Advice::ChooseOtherName)) == Some(Place::Name));
    assert!(place(Step::Start, &failure(Advice::ChooseOtherPort)) == Some(Place::Ports));
}

#[test]
fn a_failure_that_belongs_to_no_field_is_told_by_the_job() {
    assert!(place(Step::Create, &failure(Advice::FreeDisk)).is_none());
}
