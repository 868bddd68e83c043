use std::mem::{offset_of, size_of};
use std::process::Command;

use super::*;

/// What the header of the installed libsrt says of each of these expressions of C.
fn of_header(expressions: &[&str]) -> Vec<i64> {
    let dir = tempfile::tempdir().unwrap();
    let (source, program) = (dir.path().join("ask.c"), dir.path().join("ask"));
    let lines: String = expressions
        .iter()
        .map(|expression| format!("printf(\"%lld\\n\", (long long)({expression}));\n"))
        .collect();
    let text = format!(
        "#include <stddef.h>\n#include <stdio.h>\n#include <srt/srt.h>\n#include <srt/access_control.h>\n\
         int main(void) {{\n{lines}return 0;\n}}\n"
    );
    std::fs::write(&source, text).unwrap();
    let built = Command::new("cc").arg(&source).arg("-o").arg(&program).status();
    assert!(built.expect("this test needs a C compiler").success());
    let said = Command::new(&program).output().unwrap().stdout;
    let said = String::from_utf8(said).unwrap();
    said.lines().map(|line| line.parse().unwrap()).collect()
}

#[test]
fn what_is_declared_here_is_what_the_header_declares() {
    macro_rules! pairs {
        ($($c:literal => $rust:expr),* $(,)?) => {{
            let expressions = [$($c),*];
            let declared = [$(i64::try_from($rust).unwrap()),*];
            for ((expression, header), here) in expressions.iter().zip(of_header(&expressions)).zip(declared) {
                assert_eq!(here, header, "{expression}");
            }
        }};
    }
    pairs! {
        "SRTS_CONNECTED" => CONNECTED,
        "SRTS_BROKEN" => BROKEN,
        "SRTS_CLOSING" => CLOSING,
        "SRTS_CLOSED" => CLOSED,
        "SRTS_NONEXIST" => NONEXISTENT,
        "SRTO_RCVSYN" => RECEIVE_BLOCKS,
        "SRTO_PASSPHRASE" => PASSPHRASE,
        "SRTO_PBKEYLEN" => KEY_LENGTH,
        "SRTO_PEERVERSION" => PEER_VERSION,
        "SRTO_RCVKMSTATE" => RECEIVER_KEY_STATE,
        "SRTO_RCVLATENCY" => RECEIVER_LATENCY,
        "SRTO_STREAMID" => STREAM_ID,
        "SRTO_IPV6ONLY" => IPV6_ONLY,
        "SRT_KM_S_SECURED" => SECURED,
        "SRT_EASYNCRCV" => NOTHING_YET,
        "SRT_ECONNLOST" => CONNECTION_LOST,
        "SRT_ENOCONN" => NO_CONNECTION,
        "SRT_EASYNCFAIL" => NOTHING_AT_ALL,
        "SRT_REJX_FORBIDDEN" => FORBIDDEN,
        "SRT_REJX_OVERLOAD" => OVERLOADED,
        "sizeof(SRT_MSGCTRL)" => size_of::<MessageControl>(),
        "offsetof(SRT_MSGCTRL, srctime)" => offset_of!(MessageControl, source_time),
        "offsetof(SRT_MSGCTRL, grpdata_size)" => offset_of!(MessageControl, group_size),
        "sizeof(SRT_TRACEBSTATS)" => size_of::<Bstats>(),
        "offsetof(SRT_TRACEBSTATS, pktRecvTotal)" => offset_of!(Bstats, pkt_recv_total),
        "offsetof(SRT_TRACEBSTATS, pktRcvLossTotal)" => offset_of!(Bstats, pkt_rcv_loss_total),
        "offsetof(SRT_TRACEBSTATS, pktRcvDropTotal)" => offset_of!(Bstats, pkt_rcv_drop_total),
        "offsetof(SRT_TRACEBSTATS, pktRcvUndecryptTotal)" => offset_of!(Bstats, pkt_rcv_undecrypt_total),
        "offsetof(SRT_TRACEBSTATS, pktRcvRetrans)" => offset_of!(Bstats, pkt_rcv_retrans),
        "offsetof(SRT_TRACEBSTATS, mbpsRecvRate)" => offset_of!(Bstats, mbps_recv_rate),
        "offsetof(SRT_TRACEBSTATS, pktReorderDistance)" => offset_of!(Bstats, pkt_reorder_distance),
        "offsetof(SRT_TRACEBSTATS, pktRcvBelated)" => offset_of!(Bstats, pkt_rcv_belated),
        "offsetof(SRT_TRACEBSTATS, msRTT)" => offset_of!(Bstats, ms_rtt),
        "offsetof(SRT_TRACEBSTATS, mbpsBandwidth)" => offset_of!(Bstats, mbps_bandwidth),
        "offsetof(SRT_TRACEBSTATS, msRcvBuf)" => offset_of!(Bstats, ms_rcv_buf),
        "offsetof(SRT_TRACEBSTATS, msRcvTsbPdDelay)" => offset_of!(Bstats, ms_rcv_tsb_pd_delay),
    }
}

#[test]
fn an_address_that_c_gives_is_read() {
    for text in ["192.0.2.7:9000", "[2001:db8::7]:9000"] {
        let address: SocketAddr = text.parse().unwrap();
        let given = SockAddr::from(address);
        // SAFETY: the pointer is that of an address.
        assert_eq!(unsafe { read_address(given.as_ptr().cast()) }, Some(address));
    }
    // SAFETY: null is allowed.
    assert_eq!(unsafe { read_address(ptr::null()) }, None);
}
