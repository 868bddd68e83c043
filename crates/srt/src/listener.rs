use std::net::SocketAddr;

use crate::sys::{self, Door, Socket};
use crate::{Access, Connection, Error};

/// Waits for a caller. Lets one in at a time: who else calls is sent away, and known by name.
#[derive(Debug)]
pub struct Listener {
    // Before the door: nobody calls any more when it goes.
    socket: Socket,
    door: Door,
}

/// Somebody called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Address and port of the caller.
    pub from: SocketAddr,
    /// What it asked for.
    pub stream_id: String,
    /// What became of it.
    pub verdict: Verdict,
}

/// What becomes of a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was let on to the passphrase. Who does not come through [`Listener::accept`] soon has the wrong one.
    ToPassphrase,
    /// It asked for another stream id.
    StreamId,
    /// There is a caller already.
    Busy,
}

impl Listener {
    /// Listens at an address of this machine.
    ///
    /// # Errors
    /// That the address is taken, or is none of this machine, in words of libsrt that do not say which.
    pub fn open(at: SocketAddr, access: &Access) -> Result<Self, Error> {
        let socket = Socket::new()?;
        socket.prepare(access)?;
        if at.is_ipv6() {
            socket.set(sys::IPV6_ONLY, &0_i32.to_ne_bytes())?;
        }
        let door = Door::new(&access.stream_id);
        socket.bind(at)?;
        socket.watch(&door)?;
        socket.listen()?;
        Ok(Self { socket, door })
    }

    /// The next caller that was let in, if there is one. Until [`Listener::free`] it is the only one.
    ///
    /// # Errors
    /// That nobody can call any more.
    pub fn accept(&self) -> Result<Option<(Connection, SocketAddr)>, Error> {
        let Some((socket, from)) = self.socket.accept()? else {
            return Ok(None);
        };
        self.door.let_in(from);
        Ok(Some((Connection::of(socket), from)))
    }

    /// The caller has gone: the next may come.
    pub fn free(&self) {
        self.door.free();
    }

    /// Who called since the last look, and is not let in so far.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.door.calls()
    }
}
