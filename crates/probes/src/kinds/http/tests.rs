mod https;
mod pages;

use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};

use crate::testing::tcp_server;

/// Reads the head of a request: first line and headers, each line without its end.
async fn request(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<Vec<String>> {
    let mut lines = BufReader::new(stream).lines();
    let mut head = Vec::new();
    while let Some(line) = lines.next_line().await?.filter(|line| !line.is_empty()) {
        head.push(line);
    }
    Ok(head)
}

/// Answers one request with what `answer` makes of its head.
async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    answer: impl Fn(&[String]) -> String,
) -> std::io::Result<()> {
    let head = request(&mut stream).await?;
    stream.write_all(answer(&head).as_bytes()).await?;
    stream.shutdown().await
}

/// A web server that answers each request with what `answer` makes of its head.
async fn server(address: &str, answer: fn(&[String]) -> String) -> SocketAddr {
    tcp_server(address, move |stream| serve(stream, answer)).await
}

/// A whole answer with this status line, these headers and this body.
fn page(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
}
