//! Handles the events of a Chromium: targets that attach, requests, errors. It drives no page.

use std::collections::{HashMap, HashSet};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cdp::{Connection, lock};
use crate::events::{Problem, SentRequest, problem, sent_request, text};
use crate::intercept;

/// The state of one browser, kept up to date from its events. Shared by its pages.
pub(crate) struct Observer {
    pub(crate) connection: Arc<Connection>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    sessions: HashMap<String, Session>,
    contexts: HashMap<String, ContextState>,
    /// Session and loader IDs of every document that has fired its load event.
    loaded: HashSet<(String, String)>,
    /// Sessions whose page has crashed: they no longer reply.
    crashed: HashSet<String>,
    /// Whether the connection to the browser has ended.
    is_closed: bool,
}

struct Session {
    context: String,
    target: String,
    kind: String,
}

/// What happened in one context, and how to set up its new frames.
#[derive(Default)]
struct ContextState {
    /// The port of the server to which intercepted https requests go; `None` when requests are not intercepted.
    port: Option<u16>,
    /// Commands that each new frame gets before it runs.
    setup: Vec<(String, Value)>,
    requests: Vec<SentRequest>,
    /// Request ID and URL of each of `requests`: an event can come twice, and a redirect keeps the ID.
    seen: HashSet<(String, String)>,
    problems: Vec<Problem>,
}

impl Observer {
    /// Starts to handle events, on a thread of its own.
    pub(crate) fn start(connection: Arc<Connection>, events: Receiver<Value>) -> Arc<Self> {
        let observer = Arc::new(Self { connection, state: Mutex::default(), changed: Condvar::new() });
        let listening = Arc::clone(&observer);
        thread::spawn(move || {
            for event in events {
                listening.handle(&event);
            }
            lock(&listening.state).is_closed = true;
            listening.changed.notify_all();
        });
        observer
    }

    /// Starts to record a context. Its https requests are intercepted and sent to `port`; without one, the browser sends them
    /// itself.
    pub(crate) fn open_context(&self, context: &str, port: Option<u16>) {
        lock(&self.state).contexts.insert(context.into(), ContextState { port, ..ContextState::default() });
    }

    /// Drops the records of a context that is gone.
    pub(crate) fn close_context(&self, context: &str) {
        lock(&self.state).contexts.remove(context);
    }

    /// Waits until a target is attached and returns its session ID; `None` when it is not in time.
    pub(crate) fn session_of(&self, target: &str, limit: Duration) -> Option<String> {
        self.wait(limit, |state| {
            state.sessions.iter().find(|(_, session)| session.target == target).map(|(id, _)| id.clone())
        })
    }

    /// Waits until a document has loaded: false when it has not in time, `None` when its page has crashed.
    pub(crate) fn wait_load(&self, session: &str, loader: &str, limit: Duration) -> Option<bool> {
        let key = (session.to_string(), loader.to_string());
        let outcome = self.wait(limit, |state| match state.crashed.contains(session) {
            true => Some(None),
            false => state.loaded.contains(&key).then_some(Some(true)),
        });
        outcome.unwrap_or(Some(false))
    }

    /// Sends a command to every frame of a context, those to come included.
    pub(crate) fn send_to_all_frames(&self, context: &str, method: &str, params: &Value) {
        let mut state = lock(&self.state);
        for (id, session) in state.sessions.iter().filter(|(_, session)| session.context == context) {
            if session.is_document() {
                self.connection.post(Some(id), method, params.clone());
            }
        }
        if let Some(context) = state.contexts.get_mut(context) {
            context.setup.push((method.into(), params.clone()));
        }
    }

    /// Every request in a context so far.
    pub(crate) fn requests(&self, context: &str) -> Vec<SentRequest> {
        lock(&self.state).contexts.get(context).map(|context| context.requests.clone()).unwrap_or_default()
    }

    /// Every error in a context so far.
    pub(crate) fn problems(&self, context: &str) -> Vec<Problem> {
        lock(&self.state).contexts.get(context).map(|context| context.problems.clone()).unwrap_or_default()
    }

    /// Clears the requests and errors so far.
    pub(crate) fn clear(&self, context: &str) {
        if let Some(context) = lock(&self.state).contexts.get_mut(context) {
            context.requests.clear();
            context.problems.clear();
        }
    }

    fn wait<T>(&self, limit: Duration, found: impl Fn(&State) -> Option<T>) -> Option<T> {
        let end = Instant::now() + limit;
        let mut state: MutexGuard<'_, State> = lock(&self.state);
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match found(&state) {
                None if !left.is_zero() && !state.is_closed => {}
                result => return result,
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn handle(&self, event: &Value) {
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
            "Fetch.requestPaused" => self.fulfil(session, params.clone()),
            method => self.record(session, method, params),
        }
        self.changed.notify_all();
    }

    /// Sets up a new target while it is paused, then lets it run.
    fn attach(&self, params: &Value) {
        let (id, info) = (text(&params["sessionId"]), &params["targetInfo"]);
        let session = Session {
            context: text(&info["browserContextId"]),
            target: text(&info["targetId"]),
            kind: text(&info["type"]),
        };
        let send = |method: &str, params: Value| self.connection.post(Some(&id), method, params);
        let mut state = lock(&self.state);
        if let Some(context) = state.contexts.get(&session.context) {
            for method in ["Network.enable", "Runtime.enable", "Log.enable", "Audits.enable"] {
                send(method, json!({}));
            }
            if context.port.is_some() {
                send("Fetch.enable", json!({ "patterns": [{ "urlPattern": "https://*" }] }));
            }
            if session.is_document() {
                send("Page.enable", json!({}));
                send("Page.setLifecycleEventsEnabled", json!({ "enabled": true }));
                send("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
                for (method, params) in &context.setup {
                    send(method, params.clone());
                }
            }
            send("Target.setAutoAttach", auto_attach());
        }
        send("Runtime.runIfWaitingForDebugger", json!({}));
        state.sessions.insert(id, session);
    }

    /// Fulfils an intercepted https request from the local server, which has no certificate that the browser would accept.
    fn fulfil(&self, session: &str, params: Value) {
        let port = {
            let state = lock(&self.state);
            let context = state.sessions.get(session).map(|session| session.context.as_str()).unwrap_or_default();
            state.contexts.get(context).and_then(|context| context.port).unwrap_or_default()
        };
        let (connection, session) = (Arc::clone(&self.connection), session.to_string());
        thread::spawn(move || intercept::fulfil(&connection, &session, port, &params));
    }

    fn record(&self, session: &str, method: &str, params: &Value) {
        let mut state = lock(&self.state);
        let State { sessions, contexts, .. } = &mut *state;
        let Some(session) = sessions.get(session) else { return };
        let Some(context) = contexts.get_mut(&session.context) else { return };
        if let Some(request) = sent_request(&session.kind, method, params)
            && context.seen.insert((text(&params["requestId"]), request.url.clone()))
        {
            context.requests.push(request);
        }
        context.problems.extend(problem(method, params));
    }
}

impl Session {
    fn is_document(&self) -> bool {
        matches!(self.kind.as_str(), "page" | "iframe")
    }
}

/// Parameters of `Target.setAutoAttach`: attach to every new target, and pause it until it is set up.
pub(crate) fn auto_attach() -> Value {
    let excluded = ["browser", "tab", "browser_ui"].map(|kind| json!({ "type": kind, "exclude": true }));
    let filter: Vec<Value> = excluded.into_iter().chain([json!({})]).collect();
    json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true, "filter": filter })
}
