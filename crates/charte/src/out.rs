//! The standard output. A full disk or a reader that has gone away ends no run in the middle: what could not be printed is told
//! once, at the end.

use std::fmt::Arguments;
use std::io::{self, Write as _};
use std::sync::OnceLock;

static FAULT: OnceLock<io::Error> = OnceLock::new();

/// Prints a text, unless an earlier one could not be printed.
pub(crate) fn write(text: Arguments<'_>) {
    if FAULT.get().is_some() {
        return;
    }
    let mut output = anstream::stdout().lock();
    if let Err(error) = output.write_fmt(text).and_then(|()| output.flush()) {
        let _ = FAULT.set(error);
    }
}

/// Why not all was printed. A reader that wants no more, such as `head`, is no fault.
pub(crate) fn fault() -> Option<&'static io::Error> {
    FAULT.get().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
}

/// As `print!`.
macro_rules! print {
    ($($text:tt)*) => { $crate::out::write(format_args!($($text)*)) };
}

/// As `println!`.
macro_rules! println {
    () => { $crate::out::write(format_args!("\n")) };
    ($($text:tt)*) => { $crate::out::write(format_args!("{}\n", format_args!($($text)*))) };
}

pub(crate) use {print, println};
