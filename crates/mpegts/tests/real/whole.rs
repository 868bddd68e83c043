use mpegts::framing::{Spacing, Sync};
use mpegts::psi::Kind;
use mpegts::{Report, Role};
use serde_json::Value;

use super::analyse;
use super::material::{CONSTANT, Material, TIMECODED, TWO_SERVICES, TWO_VARIABLE, VARIABLE, probe};

/// As ffprobe calls a kind.
fn codec(kind: Kind) -> &'static str {
    match kind {
        Kind::H264 => "h264",
        Kind::Mpeg2Video => "mpeg2video",
        Kind::Aac => "aac",
        Kind::MpegAudio => "mp2",
        Kind::Ac3 => "ac3",
        other => panic!("none of the streams has {other:?}"),
    }
}

fn number(value: &Value) -> u16 {
    let text = value.as_str().and_then(|text| text.strip_prefix("0x"));
    let number = text.map(|text| u64::from_str_radix(text, 16).unwrap());
    u16::try_from(number.or(value.as_u64()).unwrap()).unwrap()
}

/// Programs, PIDs, codecs, languages and names are those that ffprobe finds.
fn agrees_with_ffprobe(material: &Material, report: &Report) {
    let probed = probe(&material.path);
    let programs = probed["programs"].as_array().unwrap();
    assert_eq!(report.services.len(), programs.len());
    for program in programs {
        let id = number(&program["program_id"]);
        let service = report
            .services
            .iter()
            .find(|service| service.number == id)
            .unwrap();
        assert_eq!(service.pmt_pid, number(&program["pmt_pid"]));
        assert_eq!(service.pcr_pid, Some(number(&program["pcr_pid"])));
        let tag = |name: &str| program["tags"][name].as_str();
        assert_eq!(service.name.as_deref(), tag("service_name"));
        assert_eq!(service.provider.as_deref(), tag("service_provider"));
        let streams = program["streams"].as_array().unwrap();
        assert_eq!(service.streams.len(), streams.len());
        for stream in streams {
            let pid = number(&stream["id"]);
            let ours = service.streams.iter().find(|stream| stream.pid == pid).unwrap();
            assert_eq!(codec(ours.kind), stream["codec_name"].as_str().unwrap());
            assert_eq!(ours.language.as_deref(), stream["tags"]["language"].as_str());
            let entry = report.pids.iter().find(|entry| entry.pid == pid).unwrap();
            let role = Role::Elementary {
                service: id,
                kind: ours.kind,
                language: ours.language.clone(),
            };
            assert_eq!(entry.role, role);
            assert!(entry.packets.total > 0);
        }
    }
}

fn is_sound(material: &Material, report: &Report, spacing: Spacing) {
    assert_eq!(report.sync, Sync::Locked(spacing));
    assert_eq!(report.bytes.total, material.bytes.len() as u64);
    let packets = material.bytes.len() / spacing.bytes();
    assert_eq!(report.packets.total, packets as u64);
    assert_eq!(report.indicators, []);
    assert_eq!(
        (report.lost_packets.total, report.malformed_sections.total),
        (0, 0)
    );
    let counted: u64 = report.pids.iter().map(|pid| pid.packets.total).sum();
    assert_eq!(counted, report.packets.total);
}

#[test]
fn a_constant_rate_is_measured_and_its_service_named() {
    let report = analyse(&CONSTANT.bytes);
    is_sound(&CONSTANT, &report, Spacing::Plain);
    agrees_with_ffprobe(&CONSTANT, &report);
    assert_eq!(report.services[0].name.as_deref(), Some("Kamera Süd ①"));
    let bitrate = report.bitrate.unwrap();
    assert!((bitrate / 4e6 - 1.0).abs() < 0.001, "{bitrate}");
    let by_pcr = report.pcrs[0].measured.bitrate.unwrap();
    assert!((by_pcr / 4e6 - 1.0).abs() < 0.001, "{by_pcr}");
    let pids: f64 = report.pids.iter().map(|pid| pid.bitrate.unwrap()).sum();
    assert!((pids / bitrate - 1.0).abs() < 1e-9);
    let nulls = report.null_share.unwrap();
    assert!((0.05..0.95).contains(&nulls), "{nulls}");
}

#[test]
fn a_variable_rate_is_read_with_its_language() {
    let report = analyse(&VARIABLE.bytes);
    is_sound(&VARIABLE, &report, Spacing::Plain);
    agrees_with_ffprobe(&VARIABLE, &report);
    assert_eq!(report.services[0].streams[1].language.as_deref(), Some("swe"));
    assert_eq!(report.null_share, Some(0.0));
}

#[test]
fn two_services_are_told_apart() {
    let report = analyse(&TWO_SERVICES.bytes);
    is_sound(&TWO_SERVICES, &report, Spacing::Plain);
    agrees_with_ffprobe(&TWO_SERVICES, &report);
    let names = report.services.iter().map(|service| service.name.as_deref());
    assert_eq!(Vec::from_iter(names), [Some("One"), Some("Two")]);
    assert_eq!(report.pcrs.len(), 2);

    let report = analyse(&TWO_VARIABLE.bytes);
    is_sound(&TWO_VARIABLE, &report, Spacing::Plain);
    agrees_with_ffprobe(&TWO_VARIABLE, &report);
}

#[test]
fn packets_with_time_codes_are_found() {
    let report = analyse(&TIMECODED.bytes);
    is_sound(&TIMECODED, &report, Spacing::Timecode);
    agrees_with_ffprobe(&TIMECODED, &report);
}

#[test]
fn parity_bytes_behind_packets_change_nothing() {
    let packets = CONSTANT.bytes.chunks_exact(188);
    let with_parity: Vec<u8> = packets
        .flat_map(|packet| [packet, &[0xA5; 16]].concat())
        .collect();
    let (plain, report) = (analyse(&CONSTANT.bytes), analyse(&with_parity));
    assert_eq!(report.sync, Sync::Locked(Spacing::Parity));
    assert_eq!((report.pids, report.services), (plain.pids, plain.services));
    assert_eq!(report.indicators, []);
}
