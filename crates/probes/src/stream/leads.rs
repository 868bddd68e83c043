//! How far sounds are ahead of their picture, as far as time stamps tell.

use mpegts::{Lead, Report};

use super::info;
use crate::Look;

/// A sound that moved further is told, in seconds. Viewers notice sound that is 45 ms early or 125 ms late (ITU-R BT.1359), and
/// EBU R 37 allows 40 and 60 ms to the end of the chain; stamps of pictures and sounds are 20 to 40 ms apart.
const MOST: f64 = 0.1;

/// Tells each sound, and finds those that moved.
pub(super) fn tell(report: &Report, seen: &mut Look) {
    for (pid, lead) in report
        .pids
        .iter()
        .filter_map(|pid| Some((pid.pid, pid.pts?.lead?)))
    {
        let of = pid.to_string();
        let of = [("pid", of.as_str())];
        seen.sample_of(info::AUDIO_LEAD, of, lead.seconds);
        if let Some(moved) = lead.moved {
            seen.sample_of(info::AUDIO_LEAD_CHANGE, of, moved);
        }
        if let Some(sentence) = sentence(pid, &lead) {
            seen.finding_at(info::AUDIO_MOVED, of, sentence);
        }
    }
}

fn sentence(pid: u16, lead: &Lead) -> Option<String> {
    let moved = lead.moved.filter(|moved| moved.abs() > MOST)?;
    let way = if moved > 0.0 { "ahead" } else { "back" };
    Some(format!(
        "PID {pid}: by its time stamps the sound has moved {way} by {:.0} ms against the picture of PID {} since the stream began",
        moved.abs() * 1_000.0,
        lead.picture
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_that_moved_far_is_told_with_its_way() {
        let told = |moved| {
            let lead = Lead {
                picture: 256,
                seconds: 0.5,
                moved,
            };
            sentence(257, &lead)
        };
        for little in [None, Some(0.0), Some(0.1), Some(-0.1)] {
            assert_eq!(told(little), None);
        }
        assert_eq!(
            told(Some(0.2)).unwrap(),
            "PID 257: by its time stamps the sound has moved ahead by 200 ms against the picture of PID 256 since the stream began"
        );
        assert!(told(Some(-0.125)).unwrap().contains("moved back by 125 ms"));
    }
}
