//! The script that answers in place of services which wait, so that code which talks to them does not fail. What it is told
//! is dropped: before a visitor's yes there is nothing to keep.

use charte_core::charter::Charter;
use serde_json::{Map, Value, json};

use std::collections::BTreeSet;

use crate::render::to_script;

/// Its name in charte's own folder.
pub const FILE: &str = "queues.js";

/// Defines what is not there yet. `charteQueues` tells the runtime which names each service's stubs have; it takes them away
/// before the service itself comes. A stub knows itself by `charte`, so that a name that two services share goes once.
const CODE: &str = r#"(function (window, services) {
  function drop() {
    return 0;
  }
  function queue() {
    var list = [];
    list.push = list.unshift = drop;
    return list;
  }
  function call() {
    return function () {};
  }
  function define(names, make, own) {
    names.forEach(function (path) {
      var parts = path.split("."), name = parts[0];
      if (window[name] === undefined) {
        window[name] = parts[1] ? {} : make();
        window[name].charte = true;
      }
      if (parts[1] && window[name].charte && !window[name][parts[1]]) window[name][parts[1]] = make();
      if (own.indexOf(name) < 0) own.push(name);
    });
    return own;
  }
  var all = (window.charteQueues = {});
  for (var id in services) all[id] = define(services[id].calls, call, define(services[id].queues, queue, []));
})"#;

/// The script for these services.
pub fn script(charter: &Charter, talked_to: &BTreeSet<String>) -> String {
    let services: Map<String, Value> = charter
        .asked()
        .filter(|service| talked_to.contains(&service.id))
        .map(|service| (service.id.clone(), json!({ "queues": service.queues, "calls": service.calls })))
        .collect();
    format!("{CODE}(window, {});\n", to_script(&Value::Object(services)))
}
