//! The four packets of MQTT 3.1.1 (OASIS standard, 29 October 2014) that one message takes.

/// First byte of the answer to [`connect`] (3.2).
pub(super) const CONNACK: u8 = 0x20;
/// First byte of the answer to [`publish`] (3.4).
pub(super) const PUBACK: u8 = 0x40;
/// Says good-bye (3.14).
pub(super) const DISCONNECT: [u8; 2] = [0xe0, 0];
/// The number of the one message that is published (2.3.1).
pub(super) const PACKET: u16 = 1;

/// The longest silence that the broker has to bear, in seconds: longer than a delivery may take.
const KEEP_ALIVE: u16 = 30;

/// Says who is there and wants nothing to be remembered (3.1).
pub(super) fn connect(name: &str, user: Option<&str>, password: &str) -> Vec<u8> {
    let password = user.and((!password.is_empty()).then_some(password));
    let flags = 0x02 | user.map_or(0, |_| 0x80) | password.map_or(0, |_| 0x40);
    let mut body = Vec::new();
    text(&mut body, "MQTT");
    body.extend([4, flags]);
    body.extend(KEEP_ALIVE.to_be_bytes());
    text(&mut body, name);
    for given in user.into_iter().chain(password) {
        text(&mut body, given);
    }
    packet(0x10, &body)
}

/// Publishes with QoS 1 (3.3).
pub(super) fn publish(topic: &str, payload: &[u8], retain: bool) -> Vec<u8> {
    let mut body = Vec::new();
    text(&mut body, topic);
    body.extend(PACKET.to_be_bytes());
    body.extend(payload);
    packet(0x32 | u8::from(retain), &body)
}

/// A text with its length (1.5.3). Whoever enters one that is longer than 65,535 bytes was told so before.
fn text(body: &mut Vec<u8>, text: &str) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    body.extend(length.to_be_bytes());
    body.extend(text.bytes().take(usize::from(length)));
}

/// A packet with its length in steps of seven bits (2.2.3).
fn packet(first: u8, body: &[u8]) -> Vec<u8> {
    let mut packet = vec![first];
    let mut rest = body.len();
    loop {
        let [step, ..] = (rest % 128).to_le_bytes();
        rest /= 128;
        packet.push(if rest > 0 { step | 0x80 } else { step });
        if rest == 0 {
            break;
        }
    }
    packet.extend(body);
    packet
}
