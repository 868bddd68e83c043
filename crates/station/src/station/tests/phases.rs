use wire::phase::{Enter, Phase};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_phase_outlives_a_restart_and_every_screen_is_told() {
    let data = tempfile::tempdir().unwrap();
    let station = start(data.path()).await;
    let mut screen = Screen::new(&Subscribe::default());
    assert_eq!(station.frame(&mut screen).phase, None);
    let enter = Enter {
        phase: Phase::OnAir,
        show: Some("Derby".to_owned()),
        by: None,
    };
    let entered = station.enter_phase("Ann", enter).await.unwrap();
    assert_eq!(station.frame(&mut screen).phase.as_deref(), Some(&entered));
    assert_eq!(station.frame(&mut screen).phase, None, "told once");
    let refused = station.scan("Ann", "127.0.0.0/30").await;
    assert!(matches!(refused, Err(Refused::Locked(Work::Scan, Phase::OnAir))));
    station.stop().await;

    let station = start(data.path()).await;
    assert_eq!(station.phase(), Some(entered.clone()));
    let mut screen = Screen::new(&Subscribe::default());
    assert_eq!(station.frame(&mut screen).phase.as_deref(), Some(&entered));
    station.stop().await;
}
