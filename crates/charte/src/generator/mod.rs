//! The command after `--`: the site's own generator, which charte runs before a build, or beside itself while it watches.

mod address;
mod command;
mod server;

pub(crate) use command::run;
pub(crate) use server::DevServer;
