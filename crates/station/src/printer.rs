//! Pages as PDF, by Debian's weasyprint run as a child: begun, fed, ended in time.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::Refused;

/// Behind everything else that this machine does.
const NICENESS: &str = "10";
/// The memory that it may take, in bytes; the longest reports take a sixth.
const MEMORY: &str = "--as=2000000000";
/// For how long it may work; the longest reports take a fifth on a flypack that is busy.
const LIMIT: Duration = Duration::from_secs(180);
/// The longest document and the longest complaint that are kept, in bytes.
const LONGEST: u64 = 64 * 1024 * 1024;
const LONGEST_COMPLAINT: u64 = 4 * 1024;
/// What nice and prlimit say of a program that is not there.
const NOT_THERE: Option<i32> = Some(127);

/// Held while a page is printed: two at a time would take the memory of two.
static TURN: Mutex<()> = Mutex::const_new(());

/// A page as PDF. It names no other file, so nothing is fetched.
pub(crate) async fn print(page: &str) -> Result<Vec<u8>, Refused> {
    let _turn = TURN.lock().await;
    print_with("weasyprint", page, LIMIT).await
}

async fn print_with(program: &str, page: &str, limit: Duration) -> Result<Vec<u8>, Refused> {
    let failed = |error: std::io::Error| Refused::NotPrinted(error.to_string());
    let mut child = Command::new("nice")
        .args([
            "-n",
            NICENESS,
            "prlimit",
            MEMORY,
            program,
            "--quiet",
            "--encoding",
            "utf-8",
            "-",
            "-",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(failed)?;
    let (Some(mut input), Some(output), Some(complaints)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(failed(std::io::ErrorKind::BrokenPipe.into()));
    };
    let feed = async move {
        // One that ends before it has read everything says why by its status.
        if let Err(error) = input.write_all(page.as_bytes()).await {
            tracing::debug!(%error, "a page was not read to its end");
        }
    };
    let work = async {
        let ((), document, complaint) =
            tokio::join!(feed, read(output, LONGEST), read(complaints, LONGEST_COMPLAINT));
        (document, complaint, child.wait().await)
    };
    let Ok((document, complaint, status)) = timeout(limit, work).await else {
        let text = format!("it was not done within {} s", limit.as_secs());
        return Err(Refused::NotPrinted(text));
    };
    let code = status.map_err(failed)?.code();
    if code == NOT_THERE {
        return Err(Refused::NoPrinter);
    }
    if code != Some(0) || !document.starts_with(b"%PDF-") {
        let said = String::from_utf8_lossy(&complaint);
        let last = said.trim().lines().last().unwrap_or_default();
        return Err(Refused::NotPrinted(match last {
            "" => "it ended without a document".to_owned(),
            last => last.chars().take(300).collect(),
        }));
    }
    Ok(document)
}

async fn read(from: impl AsyncRead + Unpin, most: u64) -> Vec<u8> {
    let mut kept = Vec::new();
    if let Err(error) = from.take(most).read_to_end(&mut kept).await {
        tracing::debug!(%error, "what was printed could not be read to its end");
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><title>x</title><p>Grüße, 10 MB/s";

    #[tokio::test]
    async fn a_page_becomes_a_document() {
        let document = print(PAGE).await.unwrap();
        assert!(document.starts_with(b"%PDF-"));
    }

    #[tokio::test]
    async fn what_is_missing_or_fails_is_told_apart() {
        let asked = print_with("weasyprint-is-not-here", PAGE, LIMIT).await;
        assert!(matches!(asked, Err(Refused::NoPrinter)), "{asked:?}");
        let failed = print_with("false", PAGE, LIMIT).await;
        assert!(matches!(failed, Err(Refused::NotPrinted(_))), "{failed:?}");
        let not_a_document = print_with("true", PAGE, LIMIT).await;
        assert!(
            matches!(not_a_document, Err(Refused::NotPrinted(_))),
            "{not_a_document:?}"
        );
        let endless = print_with("yes", PAGE, Duration::from_millis(50)).await;
        assert!(matches!(endless, Err(Refused::NotPrinted(_))), "{endless:?}");
    }
}
