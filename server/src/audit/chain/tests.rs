use proptest::prelude::*;

use super::*;

fn records(count: usize) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    for seq in 1..=count as i64 {
        let mut record = Record {
            seq,
            at: 1000 * seq,
            intent: (seq % 2 == 0).then_some(seq - 1),
            person: "ada".into(),
            through: "token 1".into(),
            operation: "ContainerStop".into(),
            object: "web".into(),
            said: format!("POST /containers/web/stop?t={seq}"),
            before: records.last().map_or(FIRST, |last| last.hash),
            hash: [0; 32],
        };
        record.hash = hash(&record);
        records.push(record);
    }
    records
}

fn verify(records: Vec<Record>) -> Result<u64, Broken> {
    let mut chain = Chain::default();
    records.into_iter().try_for_each(|record| chain.take(record))?;
    chain.end().map(|()| chain.records)
}

#[test]
fn a_whole_chain_holds() {
    assert_eq!(verify(records(9)), Ok(9));
    assert_eq!(verify(vec![]), Ok(0));
}

#[test]
fn the_oldest_go_when_there_are_too_many_and_not_before() {
    assert_eq!(verify(records(9).split_off(4)), Err(Broken::Beginning(5)));
    let (seq, before) = (KEPT + 7, [1; 32]);
    let mut late = Record { seq, before, ..records(1).remove(0) };
    late.hash = hash(&late);
    let mut chain = Chain { first: 8, first_at: 0, records: 1, last: Some(late) };
    assert_eq!(chain.end(), Ok(()));
    chain.first = 9;
    assert_eq!(chain.end(), Err(Broken::Beginning(9)));
}

#[test]
fn what_was_taken_out_or_put_in_is_found() {
    let mut gone = records(5);
    gone.remove(2);
    assert_eq!(verify(gone), Err(Broken::Missing { before: 2, after: 4 }));
    let mut replaced = records(5);
    replaced[2].said = "nothing".into();
    replaced[2].hash = hash(&replaced[2]);
    assert_eq!(verify(replaced), Err(Broken::Unchained(4)));
    let mut begun = records(1);
    begun[0].before = [1; 32];
    begun[0].hash = hash(&begun[0]);
    assert_eq!(verify(begun), Err(Broken::Unchained(1)));
}

proptest! {
    /// Whatever is changed in a record, its hash tells.
    #[test]
    fn no_change_goes_unnoticed(which in 0..5_usize, field in 0..8_usize, text in "\\PC{0,8}", number in any::<i64>()) {
        let mut changed = records(5);
        let before = changed[which].clone();
        let record = &mut changed[which];
        match field {
            0 => record.person = text,
            1 => record.through = text,
            2 => record.operation = text,
            3 => record.object = text,
            4 => record.said = text,
            5 => record.at = number,
            6 => record.intent = Some(number),
            // What belongs to one text moves to the next.
            _ => (record.person, record.through) = ("adatoken".into(), " 1".into()),
        }
        prop_assume!(*record != before);
        prop_assert_eq!(verify(changed), Err(Broken::Changed(which as i64 + 1)));
    }
}
