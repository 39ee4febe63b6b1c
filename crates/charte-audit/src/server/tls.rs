//! Makes an https conversation of a tunnel, under one certificate for all hosts. It knows no request.

use std::io::{self, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, OnceLock};

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What a tunnel carries, to be read and written.
pub(crate) type Carried = BufReader<Box<dyn Conversation>>;

/// A stream, encrypted or not.
pub(crate) trait Conversation: Read + Write {}

impl<T: Read + Write> Conversation for T {}

/// The first byte of an encrypted conversation: browsers ask for tunnels for `ws:` too, which are plain.
const HANDSHAKE: u8 = 0x16;

/// What was never encrypted.
pub(crate) fn plain(stream: TcpStream) -> Carried {
    BufReader::new(Box::new(stream))
}

/// What comes out of a tunnel, and its scheme.
pub(crate) fn open(tunnel: TcpStream) -> io::Result<(&'static str, Carried)> {
    let mut first = [0];
    if tunnel.peek(&mut first)? == 0 || first[0] != HANDSHAKE {
        return Ok(("http", plain(tunnel)));
    }
    let connection = ServerConnection::new(config()?).map_err(io::Error::other)?;
    Ok(("https", BufReader::new(Box::new(StreamOwned::new(connection, tunnel)))))
}

/// One key for the whole program: who listens here has been told to accept any certificate.
fn config() -> io::Result<Arc<ServerConfig>> {
    static CONFIG: OnceLock<Result<Arc<ServerConfig>, String>> = OnceLock::new();
    CONFIG.get_or_init(|| new_config().map_err(|error| error.to_string())).clone().map_err(io::Error::other)
}

fn new_config() -> io::Result<Arc<ServerConfig>> {
    let made = rcgen::generate_simple_self_signed(["charte.invalid".to_owned()]).map_err(io::Error::other)?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .map_err(io::Error::other)?;
    Ok(Arc::new(config))
}
