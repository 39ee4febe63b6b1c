//! Listens to everything a Chromium tells: who attaches, what is asked for, what goes wrong. It drives nothing.

use std::collections::{HashMap, HashSet};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cdp::{Connection, lock};
use crate::events::{Asked, Problem, asked, problem, text};
use crate::relay;

/// What is known of one browser. Shared by its pages.
pub(crate) struct Watch {
    pub(crate) connection: Arc<Connection>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    sessions: HashMap<String, Session>,
    contexts: HashMap<String, Record>,
    /// Session and loader of every document that has fired its load event.
    loaded: HashSet<(String, String)>,
    /// Sessions whose page has crashed: they answer nothing any more.
    crashed: HashSet<String>,
    detached: bool,
}

struct Session {
    context: String,
    target: String,
    kind: String,
}

/// What happened in one context, and what each of its new frames must be told first.
#[derive(Default)]
struct Record {
    /// Of the server that answers https requests in the browser's stead.
    port: Option<u16>,
    preamble: Vec<(String, Value)>,
    asked: Vec<Asked>,
    known: HashSet<(String, String)>,
    problems: Vec<Problem>,
}

impl Watch {
    /// Starts to listen.
    pub(crate) fn start(connection: Arc<Connection>, events: Receiver<Value>) -> Arc<Self> {
        let watch = Arc::new(Self { connection, state: Mutex::default(), changed: Condvar::new() });
        let listening = Arc::clone(&watch);
        thread::spawn(move || {
            for event in events {
                listening.hear(&event);
            }
            lock(&listening.state).detached = true;
            listening.changed.notify_all();
        });
        watch
    }

    /// A new context, whose https requests the server at that port answers; without a port the browser asks for itself.
    pub(crate) fn open_context(&self, context: &str, port: Option<u16>) {
        lock(&self.state).contexts.insert(context.into(), Record { port, ..Record::default() });
    }

    /// Forgets a context that is gone.
    pub(crate) fn close_context(&self, context: &str) {
        lock(&self.state).contexts.remove(context);
    }

    /// The session of a target, once it is attached.
    pub(crate) fn session_of(&self, target: &str, limit: Duration) -> Option<String> {
        self.wait(limit, |state| {
            state.sessions.iter().find(|(_, session)| session.target == target).map(|(id, _)| id.clone())
        })
    }

    /// Waits until a document has loaded; false when it has not in time, nothing when its page has crashed.
    pub(crate) fn wait_load(&self, session: &str, loader: &str, limit: Duration) -> Option<bool> {
        let place = (session.to_string(), loader.to_string());
        let outcome = self.wait(limit, |state| match state.crashed.contains(session) {
            true => Some(None),
            false => state.loaded.contains(&place).then_some(Some(true)),
        });
        outcome.unwrap_or(Some(false))
    }

    /// Sends a command to every frame of a context, those to come included.
    pub(crate) fn tell_all(&self, context: &str, method: &str, params: &Value) {
        let mut state = lock(&self.state);
        for (id, session) in state.sessions.iter().filter(|(_, session)| session.context == context) {
            if session.is_document() {
                self.connection.post(Some(id), method, params.clone());
            }
        }
        if let Some(record) = state.contexts.get_mut(context) {
            record.preamble.push((method.into(), params.clone()));
        }
    }

    /// Everything asked for in a context so far.
    pub(crate) fn asked(&self, context: &str) -> Vec<Asked> {
        lock(&self.state).contexts.get(context).map(|record| record.asked.clone()).unwrap_or_default()
    }

    /// Everything that went wrong in a context so far.
    pub(crate) fn problems(&self, context: &str) -> Vec<Problem> {
        lock(&self.state).contexts.get(context).map(|record| record.problems.clone()).unwrap_or_default()
    }

    /// Forgets both.
    pub(crate) fn clear(&self, context: &str) {
        if let Some(record) = lock(&self.state).contexts.get_mut(context) {
            record.asked.clear();
            record.problems.clear();
        }
    }

    fn wait<T>(&self, limit: Duration, found: impl Fn(&State) -> Option<T>) -> Option<T> {
        let end = Instant::now() + limit;
        let mut state: MutexGuard<'_, State> = lock(&self.state);
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match found(&state) {
                None if !left.is_zero() && !state.detached => {}
                result => return result,
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn hear(&self, event: &Value) {
        let (session, params) = (event["sessionId"].as_str().unwrap_or_default(), &event["params"]);
        match event["method"].as_str().unwrap_or_default() {
            "Target.attachedToTarget" => self.attach(params),
            "Target.detachedFromTarget" => {
                lock(&self.state).sessions.remove(params["sessionId"].as_str().unwrap_or_default());
            }
            "Page.lifecycleEvent" if params["name"] == "load" => {
                lock(&self.state).loaded.insert((session.into(), text(&params["loaderId"])));
            }
            "Inspector.targetCrashed" => drop(lock(&self.state).crashed.insert(session.into())),
            "Page.javascriptDialogOpening" => {
                self.connection.post(Some(session), "Page.handleJavaScriptDialog", json!({ "accept": true }));
            }
            "Fetch.requestPaused" => self.answer(session, params.clone()),
            method => self.record(session, method, params),
        }
        self.changed.notify_all();
    }

    /// Prepares a new target while it waits, then lets it run.
    fn attach(&self, params: &Value) {
        let (id, info) = (text(&params["sessionId"]), &params["targetInfo"]);
        let session = Session {
            context: text(&info["browserContextId"]),
            target: text(&info["targetId"]),
            kind: text(&info["type"]),
        };
        let tell = |method: &str, params: Value| self.connection.post(Some(&id), method, params);
        let mut state = lock(&self.state);
        if let Some(record) = state.contexts.get(&session.context) {
            for method in ["Network.enable", "Runtime.enable", "Log.enable", "Audits.enable"] {
                tell(method, json!({}));
            }
            if record.port.is_some() {
                tell("Fetch.enable", json!({ "patterns": [{ "urlPattern": "https://*" }] }));
            }
            if session.is_document() {
                tell("Page.enable", json!({}));
                tell("Page.setLifecycleEventsEnabled", json!({ "enabled": true }));
                tell("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
                for (method, params) in &record.preamble {
                    tell(method, params.clone());
                }
            }
            tell("Target.setAutoAttach", attach_all());
        }
        tell("Runtime.runIfWaitingForDebugger", json!({}));
        state.sessions.insert(id, session);
    }

    /// Lets the local server answer an https request, for which it could show no certificate.
    fn answer(&self, session: &str, params: Value) {
        let port = {
            let state = lock(&self.state);
            let context = state.sessions.get(session).map(|session| session.context.as_str()).unwrap_or_default();
            state.contexts.get(context).and_then(|record| record.port).unwrap_or_default()
        };
        let (connection, session) = (Arc::clone(&self.connection), session.to_string());
        thread::spawn(move || relay::answer(&connection, &session, port, &params));
    }

    fn record(&self, session: &str, method: &str, params: &Value) {
        let mut state = lock(&self.state);
        let State { sessions, contexts, .. } = &mut *state;
        let Some(session) = sessions.get(session) else { return };
        let Some(record) = contexts.get_mut(&session.context) else { return };
        if let Some(asked) = asked(&session.kind, method, params)
            && record.known.insert((text(&params["requestId"]), asked.url.clone()))
        {
            record.asked.push(asked);
        }
        record.problems.extend(problem(method, params));
    }
}

impl Session {
    fn is_document(&self) -> bool {
        matches!(self.kind.as_str(), "page" | "iframe")
    }
}

/// Attach to whatever appears, and hold it until it is prepared.
pub(crate) fn attach_all() -> Value {
    let excluded = ["browser", "tab", "browser_ui"].map(|kind| json!({ "type": kind, "exclude": true }));
    let filter: Vec<Value> = excluded.into_iter().chain([json!({})]).collect();
    json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true, "filter": filter })
}
