//! Marionette, Firefox's remote protocol: JSON over TCP, each message prefixed with its length. It knows no command by name.

use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::error::{Error, Result};

/// A connection that sends one command at a time.
pub(crate) struct Marionette {
    reader: BufReader<TcpStream>,
    last_id: u64,
}

impl Marionette {
    /// Connects and reads the greeting. `limit` applies to each read from then on.
    pub(crate) fn connect(port: u16, limit: Duration) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(limit))?;
        let mut reader = BufReader::new(stream);
        read(&mut reader)?;
        Ok(Self { reader, last_id: 0 })
    }

    /// Sends a command and waits for its result.
    pub(crate) fn call(&mut self, command: &str, params: Value) -> Result<Value> {
        self.last_id += 1;
        let message = json!([0, self.last_id, command, params]).to_string();
        let bytes = format!("{}:{message}", message.len());
        self.reader.get_mut().write_all(bytes.as_bytes()).map_err(|_| Error::Closed(command.into()))?;
        loop {
            let mut answer =
                read(&mut self.reader).map_err(Error::io(format!("waiting for Firefox to do `{command}`")))?;
            // An answer to an earlier command, whose caller has given up.
            if answer[1] != self.last_id {
                continue;
            }
            if let Some(message) = answer[2]["message"].as_str() {
                let message = format!("{}: {message}", answer[2]["error"].as_str().unwrap_or("error"));
                return Err(Error::Refused { command: command.into(), message });
            }
            return Ok(answer[3].take());
        }
    }
}

fn read(reader: &mut impl BufRead) -> std::io::Result<Value> {
    let mut length = Vec::new();
    reader.take(20).read_until(b':', &mut length)?;
    let length = String::from_utf8_lossy(&length);
    let length = length.trim_end_matches(':').parse().map_err(|_| std::io::ErrorKind::InvalidData)?;
    let mut message = Vec::new();
    reader.take(length).read_to_end(&mut message)?;
    Ok(serde_json::from_slice(&message)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_count_bytes() {
        let mut messages = "7:\"h\u{e9}l\u{e9}\"3:[1]".replace('7', "8").into_bytes();
        messages.push(b'x');
        let mut reader = messages.as_slice();
        assert_eq!(read(&mut reader).unwrap(), json!("hélé"));
        assert_eq!(read(&mut reader).unwrap(), json!([1]));
        assert!(read(&mut reader).is_err());
    }
}
