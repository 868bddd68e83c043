//! A flypack of its own for each test: the built program, a data directory, a free port.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::NamedTempFile;

/// Nothing that is waited for may take longer; only a broken program ever does.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// The program that `FLYWATCH_BIN` names, or else as it is now: Cargo names it to the tests of its own package only, and
/// knows best whether it is up to date, so it is asked to build it, once for all tests.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    if let Some(built) = std::env::var_os("FLYWATCH_BIN") {
        return built.into();
    }
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "--offline",
            "--package",
            "flywatch",
            "--message-format",
            "json",
        ])
        .args((!cfg!(debug_assertions)).then_some("--release"))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    assert!(built.status.success(), "flywatch does not compile");
    let told = String::from_utf8(built.stdout).expect("cargo speaks UTF-8");
    told.lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|told| told["target"]["name"] == "flywatch")
        .find_map(|told| told["executable"].as_str().map(PathBuf::from))
        .expect("cargo tells where it put the program")
});

/// The program, to be run with any words.
pub(crate) fn flywatch() -> Command {
    let mut command = Command::new(PROGRAM.as_path());
    command
        .stdin(Stdio::null())
        .env_remove("FLYWATCH_DATA")
        .env_remove("RUST_LOG");
    command
}

/// `flywatch serve` on a free port with this data directory.
pub(crate) fn serve(data: &Path) -> Command {
    let mut command = flywatch();
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data);
    command
}

/// The same command, for which a file system in memory is mounted at `place`, seen by nobody else. `options` are those
/// of tmpfs. Needs to run as root.
pub(crate) fn on_tmpfs(place: &Path, options: &str, command: &Command) -> Command {
    let mut mounting = Command::new("unshare");
    let script = r#"mount -t tmpfs -o "$1" flywatch-test "$2" && shift 2 && exec "$@""#;
    mounting
        .args(["--mount", "sh", "-c", script, "sh", options])
        .arg(place);
    mounting.arg(command.get_program()).args(command.get_args());
    mounting
        .stdin(Stdio::null())
        .env_remove("FLYWATCH_DATA")
        .env_remove("RUST_LOG");
    mounting
}

/// Runs a command that ends by itself.
pub(crate) fn outcome(mut command: Command) -> Output {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = Ended(child.expect("the program starts"));
    until("the command ends", || {
        child.0.try_wait().expect("it can be asked")
    });
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    child
        .0
        .stdout
        .take()
        .expect("it is piped")
        .read_to_end(&mut stdout)
        .expect("it can be read");
    child
        .0
        .stderr
        .take()
        .expect("it is piped")
        .read_to_end(&mut stderr)
        .expect("it can be read");
    let status = child.0.wait().expect("it has ended");
    Output {
        status,
        stdout,
        stderr,
    }
}

/// What a command that must fail says on standard error.
pub(crate) fn refusal(command: Command) -> String {
    let output = outcome(command);
    let said = String::from_utf8(output.stderr).expect("it speaks UTF-8");
    assert_eq!(output.status.code(), Some(1), "{said}");
    said
}

/// Asks again and again until there is an answer.
#[allow(
    clippy::disallowed_methods,
    reason = "a breath between two questions: on two cores, asking without one starves who is asked"
)]
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begin.elapsed() < DEADLINE, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A process that does not outlive the test.
pub(crate) struct Ended(Child);

impl Ended {
    pub(crate) fn of(child: Child) -> Self {
        Self(child)
    }
}

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A station that runs. It ends with the value.
pub(crate) struct Flypack {
    process: Ended,
    stderr: NamedTempFile,
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
}

impl Flypack {
    /// Starts one on the data directory `data` and waits until it answers.
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_by(serve(data), data)
    }

    /// Starts one by a command made of [`serve`].
    pub(crate) fn start_by(mut command: Command, data: &Path) -> Self {
        let stderr = NamedTempFile::new().expect("there is room for its words");
        let child = command
            .stdout(Stdio::piped())
            .stderr(stderr.reopen().expect("the file is there"))
            .spawn();
        let mut process = Ended(child.expect("the program starts"));
        let mut said = String::new();
        BufReader::new(process.0.stdout.take().expect("it is piped"))
            .read_line(&mut said)
            .expect("it speaks UTF-8");
        let address = said
            .split_once("http://")
            .and_then(|(_, rest)| rest.split('/').next()?.parse().ok());
        let mut flypack = Self {
            process,
            address: address.unwrap_or_else(|| {
                let why = std::fs::read_to_string(stderr.path());
                panic!("no station: {said}{}", why.unwrap_or_default())
            }),
            stderr,
            token: String::new(),
        };
        let token = std::fs::read_to_string(flypack.sees(&data.join("access-token")));
        flypack.token = token.expect("a station has a token").trim().to_owned();
        flypack
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.process.0.id()
    }

    /// A file that it calls `path`, which may lie on a file system that was mounted for it alone.
    pub(crate) fn sees(&self, path: &Path) -> PathBuf {
        let path = path
            .strip_prefix("/")
            .expect("data directories have absolute paths");
        Path::new("/proc")
            .join(self.pid().to_string())
            .join("root")
            .join(path)
    }

    /// Memory that it holds, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()));
        let status = status.expect("the station runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
        kib.expect("the kernel tells") * 1024
    }

    /// All that it said on standard error so far.
    pub(crate) fn stderr(&self) -> String {
        std::fs::read_to_string(self.stderr.path()).expect("the file is there")
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, b"")
    }

    pub(crate) fn post(&self, path: &str, json: &Value) -> Answer {
        self.ask("POST", path, json.to_string().as_bytes())
    }

    /// Any request with the access token.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.try_ask(method, path, body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}; {}", self.stderr()))
    }

    /// An order that a tap does not do, held for as long as it must be.
    pub(crate) fn ask_held(&self, order: &str, method: &str, path: &str, json: &Value) -> Answer {
        let held = self
            .post("/api/v1/holds", &serde_json::json!({ "order": order }))
            .json();
        let (began, hold) = (
            Instant::now(),
            Duration::from_millis(held["hold_ms"].as_u64().expect("a time")),
        );
        until("the finger has rested", || {
            (began.elapsed() >= hold).then_some(())
        });
        let header = format!("Flywatch-Hold: {}\r\n", held["token"].as_str().expect("a token"));
        self.ask_with(&header, method, path, json)
    }

    /// A request with more headers.
    pub(crate) fn ask_with(&self, headers: &str, method: &str, path: &str, json: &Value) -> Answer {
        let request = self.request(headers, method, path, json.to_string().as_bytes());
        self.say(&request)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}; {}", self.stderr()))
    }

    /// The same as [`Self::ask`] to a station that may end meanwhile.
    pub(crate) fn try_ask(&self, method: &str, path: &str, body: &[u8]) -> std::io::Result<Answer> {
        self.say(&self.request("", method, path, body))
    }

    /// A request with the access token, as it is sent.
    pub(crate) fn request(&self, headers: &str, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nAuthorization: Bearer {}\r\n{headers}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.address,
            self.token,
            body.len()
        );
        [head.as_bytes(), body].concat()
    }

    /// Sends bytes as they are and reads the one answer to them.
    pub(crate) fn say(&self, bytes: &[u8]) -> std::io::Result<Answer> {
        let mut stream = self.connect()?;
        stream.write_all(bytes)?;
        let mut text = Vec::new();
        stream.read_to_end(&mut text)?;
        Answer::read(&text).ok_or_else(|| std::io::Error::other(format!("{} bytes of no answer", text.len())))
    }

    /// A new connection to it; whoever reads from it gets an error instead of waiting for ever.
    pub(crate) fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(DEADLINE))?;
        stream.set_write_timeout(Some(DEADLINE))?;
        Ok(stream)
    }

    /// Sends it a signal, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.pid().to_string()])
            .status();
        assert!(sent.expect("kill is there").success());
    }

    /// Pulls the plug (SIGKILL).
    pub(crate) fn kill(self) {
        drop(self);
    }

    /// Asks it to end (SIGTERM), and requires that it ends well. Gives what it said on standard error.
    pub(crate) fn stop(mut self) -> String {
        self.signal("TERM");
        let status = until("the station ends", || {
            self.process.0.try_wait().expect("it can be asked")
        });
        let said = self.stderr();
        assert!(status.success(), "{status}: {said}");
        said
    }
}

/// What a station answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Status line and headers.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn read(text: &[u8]) -> Option<Self> {
        let end = text.windows(4).position(|four| four == b"\r\n\r\n")?;
        let (head, body) = text.split_at(end + 4);
        let head = String::from_utf8_lossy(head).into_owned();
        Some(Self {
            status: head.split(' ').nth(1)?.parse().ok()?,
            head,
            body: body.to_vec(),
        })
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Its body; the answer must be a good one.
    pub(crate) fn json(&self) -> Value {
        assert!((200..300).contains(&self.status), "{}{}", self.head, self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The sentence of a problem with this status.
    pub(crate) fn problem(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}{}", self.head, self.text());
        let problem: Value = serde_json::from_slice(&self.body).expect("a problem is JSON");
        problem["detail"]
            .as_str()
            .expect("a problem says what is wrong")
            .to_owned()
    }
}
