//! A command after `--`: it runs beside the watcher, is found, and both end together.

use std::fs;
use std::process::Command;

use crate::serve::{ask, port};
use crate::site::Site;
use crate::watcher::{LINES, page, until};

/// A server of the kind that generators bring: it starts another process, and prints its address late and in colours.
const SERVER: &str = r#"
import http.server, os, subprocess, sys
beside = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)
open('pids', 'w').write(f'{os.getpid()} {beside.pid}')
print(f'docs: http://example.org/ Local: \033[36mhttp://localhost:\033[1m{server.server_port}\033[22m/\033[39m')
server.serve_forever()
"#;

fn served() -> Site {
    let site = Site::new(LINES);
    site.write("index.html", page("from the server"));
    site.write("server.py", SERVER);
    site
}

/// Whether processes of the command are left; those that nobody has waited for yet are not.
fn are_left(site: &Site) -> bool {
    let state = |pid: &str| fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    site.read("pids").split(' ').any(|pid| state(pid).split(") ").nth(1).is_some_and(|rest| !rest.starts_with('Z')))
}

#[test]
fn its_pages_are_shown_and_it_ends_with_the_watcher() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let site = served();
        let mut watcher = site.watch("--port 0 -- python3 server.py");
        watcher.expect("Watching");
        assert!(watcher.said().contains("With charte, the pages of http://localhost:"), "{}", watcher.said());
        let answer = ask(port(&watcher), "/index.html", "");
        assert!(answer.body.contains("from the server") && answer.body.contains("data-charte-held"), "{}", answer.body);
        assert!(are_left(&site));
        watcher.signal(signal);
        assert_eq!(watcher.wait(), Some(0), "{signal}: {}", watcher.said());
        assert!(!are_left(&site), "{signal}");
    }
}

#[test]
fn the_watcher_ends_with_it_and_with_its_code() {
    let site = served();
    let mut watcher = site.watch("--port 0 -- python3 server.py");
    watcher.expect("Watching");
    let pids = site.read("pids");
    let first = pids.split(' ').next().unwrap();
    assert!(Command::new("kill").args(["-TERM", first]).status().unwrap().success());
    assert_eq!(watcher.wait(), Some(128 + 15), "{}", watcher.said());
    watcher.expect("error: `python3 server.py` was ended by signal 15");
    until("the process beside it has ended", || !are_left(&site));
    // Before it names an address, too.
    let run = site.run("watch --port 0 -- sh -c false");
    assert_eq!((run.code, run.err.as_str()), (Some(1), "error: `sh -c false` ended with code 1\n"));
}

#[test]
fn a_given_address_is_taken_and_one_that_serves_nothing_only_builds() {
    let site = served();
    site.write("server.py", SERVER.replace("http://localhost:", "port ").replace("', 0)", "', int(sys.argv[1]))"));
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let watcher = site.watch(&format!("--port 0 --proxy localhost:{free} -- python3 server.py {free}"));
    watcher.expect("Watching");
    assert!(ask(port(&watcher), "/index.html", "").body.contains("data-charte-held"));
    drop(watcher);

    let site = Site::new(LINES);
    site.write("made/index.html", page("made"));
    site.write("make.sh", "mkdir -p public\ncp made/index.html public\nexec sleep 600\n");
    let mut watcher = site.watch("--no-serve -- sh make.sh");
    site.expect("dist/index.html", "data-charte-held");
    assert_eq!(watcher.interrupt(), Some(0));
}
