//! A minimal HTTP/1.1 client for ports of this machine. It knows no browser.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use crate::server::Reply;

/// How long to wait for each part of a reply: a driver replies only once the browser has carried out its command.
const LIMIT: Duration = Duration::from_secs(60);

/// Sends a request, given as its head and body, on a connection of its own. The head must contain `Connection: close`:
/// the reply's body is read to the end of the connection.
pub(crate) fn send(port: u16, head: &str, body: &[u8]) -> io::Result<Reply> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(LIMIT))?;
    stream.write_all(&[head.as_bytes(), body].concat())?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    let mut reply = Reply { status, headers: Vec::new(), body: Vec::new() };
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else { break };
        reply.headers.push((name.into(), value.trim().into()));
    }
    reader.read_to_end(&mut reply.body)?;
    Ok(reply)
}
