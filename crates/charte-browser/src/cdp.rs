//! The DevTools protocol over a pair of pipes: JSON messages, each ended by a NUL. It knows no command by name.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::error::{Error, Result};

/// How long a command may take by default.
const LIMIT: Duration = Duration::from_secs(15);

/// An open connection to a browser. Several threads may use it at once.
pub(crate) struct Connection {
    writer: Mutex<Box<dyn Write + Send>>,
    /// Where to send the answer to each command, by its ID; `None` once the browser is gone.
    waiting: Mutex<Option<HashMap<u64, Sender<Value>>>>,
    last_id: AtomicU64,
}

impl Connection {
    /// Starts to read, on a thread of its own. The receiver yields the events of all sessions, in order.
    pub(crate) fn open(
        reader: impl Read + Send + 'static,
        writer: impl Write + Send + 'static,
    ) -> (Arc<Self>, Receiver<Value>) {
        let connection = Arc::new(Self {
            writer: Mutex::new(Box::new(writer)),
            waiting: Mutex::new(Some(HashMap::new())),
            last_id: AtomicU64::new(0),
        });
        let (sender, events) = mpsc::channel();
        let reading = Arc::clone(&connection);
        thread::spawn(move || {
            reading.read(BufReader::with_capacity(1 << 16, reader), &sender);
            // Dropping the senders wakes all callers that still wait.
            *lock(&reading.waiting) = None;
        });
        (connection, events)
    }

    /// Sends a command, to the browser or to one of its sessions, and waits for the result.
    pub(crate) fn call(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value> {
        self.call_within(LIMIT, session, method, params)
    }

    /// The same as [`call`](Self::call) with a given limit.
    pub(crate) fn call_within(
        &self,
        limit: Duration,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value> {
        let id = self.fresh_id();
        let (sender, answer) = mpsc::channel();
        match lock(&self.waiting).as_mut() {
            Some(waiting) => waiting.insert(id, sender),
            None => return Err(Error::Closed(method.into())),
        };
        self.write(id, session, method, params)?;
        let received = answer.recv_timeout(limit);
        if let Some(waiting) = lock(&self.waiting).as_mut() {
            waiting.remove(&id);
        }
        match received {
            Ok(mut message) => match message.get("error") {
                Some(error) => Err(Error::Refused { command: method.into(), message: error_message(error) }),
                None => Ok(message["result"].take()),
            },
            Err(RecvTimeoutError::Timeout) => Err(Error::Timeout { command: method.into(), seconds: limit.as_secs() }),
            Err(RecvTimeoutError::Disconnected) => Err(Error::Closed(method.into())),
        }
    }

    /// Sends a command without waiting for the result.
    pub(crate) fn post(&self, session: Option<&str>, method: &str, params: Value) {
        // Fails only when the browser is gone.
        let _ = self.write(self.fresh_id(), session, method, params);
    }

    fn fresh_id(&self) -> u64 {
        self.last_id.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn write(&self, id: u64, session: Option<&str>, method: &str, params: Value) -> Result<()> {
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut writer = lock(&self.writer);
        writer.write_all(&bytes).and_then(|()| writer.flush()).map_err(|_| Error::Closed(method.into()))
    }

    fn read(&self, mut reader: impl BufRead, events: &Sender<Value>) {
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            if !matches!(reader.read_until(0, &mut bytes), Ok(1..)) || bytes.pop() != Some(0) {
                return;
            }
            let Ok(message) = serde_json::from_slice::<Value>(&bytes) else { continue };
            match message["id"].as_u64() {
                Some(id) => {
                    let receiver = lock(&self.waiting).as_mut().and_then(|waiting| waiting.remove(&id));
                    let _ = receiver.map(|receiver| receiver.send(message));
                }
                None => drop(events.send(message)),
            }
        }
    }
}

fn error_message(error: &Value) -> String {
    let message = error["message"].as_str().unwrap_or("no reason given");
    error["data"].as_str().map_or_else(|| message.to_string(), |data| format!("{message} ({data})"))
}

/// Locks a mutex, poisoned or not: a panic elsewhere leaves no half-made change in what these guard.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A browser that answers each command with the messages that `reply` returns.
    fn browser(reply: impl Fn(Value) -> Vec<Value> + Send + 'static) -> (Arc<Connection>, Receiver<Value>) {
        let (commands, to_browser) = std::io::pipe().unwrap();
        let (from_browser, mut answers) = std::io::pipe().unwrap();
        thread::spawn(move || {
            for command in BufReader::new(commands).split(0).map_while(std::result::Result::ok) {
                for message in reply(serde_json::from_slice(&command).unwrap()) {
                    let _ = answers.write_all(format!("{message}\0").as_bytes());
                }
            }
        });
        Connection::open(from_browser, to_browser)
    }

    #[test]
    fn answers_reach_their_caller_and_events_the_receiver() {
        let (connection, events) = browser(|command| {
            let event = json!({ "method": "Happened", "sessionId": command["sessionId"] });
            vec![event, json!({ "id": command["id"], "result": { "echo": command["params"] } })]
        });
        let answer = connection.call(Some("s"), "Do", json!({ "a": 1 })).unwrap();
        assert_eq!(answer["echo"]["a"], 1);
        assert_eq!(events.recv().unwrap()["sessionId"], "s");
    }

    #[test]
    fn an_error_a_timeout_and_a_closed_connection_are_different_errors() {
        let (connection, _events) = browser(|command| match command["method"].as_str() {
            Some("Refuse") => vec![json!({ "id": command["id"], "error": { "message": "no" } })],
            _ => vec![],
        });
        let refused = connection.call(None, "Refuse", json!({})).unwrap_err();
        assert_eq!(refused.to_string(), "`Refuse` was refused: no");
        let silent = connection.call_within(Duration::from_millis(20), None, "Wait", json!({})).unwrap_err();
        assert!(matches!(silent, Error::Timeout { .. }));

        let (gone, _events) = Connection::open(std::io::empty(), std::io::sink());
        assert!(matches!(gone.call(None, "Do", json!({})).unwrap_err(), Error::Closed(_)));
    }
}
