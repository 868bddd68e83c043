use super::*;

fn packets(recorder: &Recorder, first: u8, last: u8, length: usize) {
    for byte in first..=last {
        recorder.packets(&vec![byte; length]);
    }
}

/// The first byte of each piece.
fn kept(excerpts: &Excerpts, id: u32, length: usize) -> Vec<u8> {
    let excerpt = excerpts.excerpt(ProbeId(id));
    let bytes = excerpt.map(|excerpt| excerpt.bytes).unwrap_or_default();
    assert_eq!(bytes.len() % length, 0, "only whole pieces");
    bytes.chunks(length).map(|piece| piece[0]).collect()
}

#[tokio::test(start_paused = true)]
async fn the_last_seconds_are_kept_in_order() {
    let excerpts = Excerpts::default();
    assert_eq!(excerpts.excerpt(ProbeId(1)), None);
    let recorder = excerpts.record(ProbeId(1), Format::Ts);
    assert_eq!(excerpts.excerpt(ProbeId(1)), None, "nothing came");
    for byte in 0..60 {
        recorder.packets(&[byte; 188]);
        tokio::time::advance(Duration::from_millis(200)).await;
    }
    let newest: Vec<u8> = (34..60).collect();
    assert_eq!(kept(&excerpts, 1, 188), newest);
    assert_eq!(excerpts.span(ProbeId(1)), Duration::from_secs(5));

    let again = excerpts.record(ProbeId(1), Format::Ts);
    again.packets(&[60; 188]);
    assert!(kept(&excerpts, 1, 188).ends_with(&[59, 60]), "a new try goes on");
    excerpts.record(ProbeId(1), Format::Pcapng(vec!["one".to_owned()]));
    assert_eq!(excerpts.excerpt(ProbeId(1)), None, "another sort begins anew");
    excerpts.forget(ProbeId(1));
    assert_eq!(excerpts.span(ProbeId(1)), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn one_stream_holds_no_more_than_it_may_and_wraps_around() {
    const PIECE: usize = 1 << 20;
    let excerpts = Excerpts::default();
    let recorder = excerpts.record(ProbeId(1), Format::Ts);
    packets(&recorder, 1, 30, PIECE);
    assert_eq!(kept(&excerpts, 1, PIECE), (19..=30).collect::<Vec<_>>());
    assert!(recorder.0.ring().memory() <= ONE);
    recorder.packets(&vec![0; ONE + 1]);
    assert_eq!(
        kept(&excerpts, 1, PIECE).last(),
        Some(&30),
        "too long for all of it"
    );
}

#[tokio::test(start_paused = true)]
async fn all_streams_share_one_memory() {
    let excerpts = Excerpts::default();
    let recorders: Vec<_> = (0..50)
        .map(|id| {
            let recorder = excerpts.record(ProbeId(id), Format::Ts);
            packets(&recorder, 1, 200, 100_000);
            recorder
        })
        .collect();
    let memory = |recorders: &[Recorder]| -> usize {
        recorders.iter().map(|recorder| recorder.0.ring().memory()).sum()
    };
    assert!(memory(&recorders) <= ALL, "{}", memory(&recorders));
    assert_eq!(kept(&excerpts, 0, 100_000), (188..=200).collect::<Vec<_>>());
    for id in 1..50 {
        excerpts.forget(ProbeId(id));
    }
    packets(&recorders[0], 1, 200, 100_000);
    assert_eq!(kept(&excerpts, 0, 100_000).len(), ONE / 100_000);
}

#[tokio::test(start_paused = true)]
async fn tiny_pieces_are_not_held_without_end() {
    let excerpts = Excerpts::default();
    let recorder = excerpts.record(ProbeId(1), Format::Ts);
    for _ in 0..100_000 {
        recorder.packets(&[1]);
    }
    assert!(kept(&excerpts, 1, 1).len() <= ONE / 512 + 1);
}
