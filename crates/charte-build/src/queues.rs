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
///
/// What a script of the site's own starts comes without the runtime. On a guarded page it has no stubs once it is let
/// through: it may start before anything else runs. Elsewhere its queues count from the choice on, at the event by which
/// the site's scripts hear of it.
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
  function free(name) {
    var stub = window[name];
    if (!stub || !stub.charte) return;
    if (stub.push === drop) {
      delete stub.push;
      delete stub.unshift;
      delete stub.charte;
    } else delete window[name];
  }
  var guard = window.charteGuard, all = (window.charteQueues = {});
  for (var id in services)
    if (!(services[id].own && guard && guard.through.indexOf(id) >= 0))
      all[id] = define(services[id].calls, call, define(services[id].queues, queue, []));
  document.addEventListener("charte:choice", function (event) {
    event.detail.granted.forEach(function (id) {
      var freed = document.querySelector('[data-charte~="' + id + '"]') ? [] : all[id] || [];
      freed.forEach(free);
      for (var other in all) all[other] = all[other].filter(function (name) { return freed.indexOf(name) < 0; });
    });
  });
})"#;

/// The script for the services that the site's code talks to, of which scripts of its own start some.
pub fn script(charter: &Charter, talked_to: &BTreeSet<String>, started: &BTreeSet<String>) -> String {
    let services: Map<String, Value> = charter
        .asked()
        .filter(|service| talked_to.contains(&service.id))
        .map(|service| {
            let mut stubs = json!({ "queues": service.queues, "calls": service.calls });
            if started.contains(&service.id) {
                stubs["own"] = true.into();
            }
            (service.id.clone(), stubs)
        })
        .collect();
    format!("{CODE}(window, {});\n", to_script(&Value::Object(services)))
}
