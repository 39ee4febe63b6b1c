//! Accepts TLS on a connection or in a tunnel, with one certificate for all hosts. It knows no request.

use std::io::{self, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, OnceLock};

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::Acceptor;
use rustls::{ServerConfig, StreamOwned};

/// A stream to read requests from and write replies to.
pub(crate) type BufferedStream = BufReader<Box<dyn Stream>>;

/// A stream, encrypted or not.
pub(crate) trait Stream: Read + Write {}

impl<T: Read + Write> Stream for T {}

/// The first byte of a TLS connection, the content type `handshake` (RFC 8446, 5.1). Tunnels for `ws:` are not encrypted.
const HANDSHAKE: u8 = 0x16;

/// An accepted connection or tunnel.
pub(crate) struct Accepted {
    pub(crate) stream: BufferedStream,
    /// The server name of the TLS handshake, empty when it has none; `None` when the connection is not encrypted.
    pub(crate) server_name: Option<String>,
}

/// Accepts TLS where the client starts a handshake. Returns once the client hello is read; the rest of the handshake takes
/// place with the first read.
pub(crate) fn accept(mut stream: TcpStream) -> io::Result<Accepted> {
    let mut first = [0];
    if stream.peek(&mut first)? == 0 || first[0] != HANDSHAKE {
        return Ok(Accepted { stream: BufReader::new(Box::new(stream)), server_name: None });
    }
    let mut acceptor = Acceptor::default();
    let accepted = loop {
        if acceptor.read_tls(&mut stream)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(accepted) = acceptor.accept().map_err(|(error, _)| io::Error::other(error))? {
            break accepted;
        }
    };
    let server_name = accepted.client_hello().server_name().unwrap_or_default().to_ascii_lowercase();
    let connection = accepted.into_connection(config()?).map_err(|(error, _)| io::Error::other(error))?;
    let stream = BufReader::new(Box::new(StreamOwned::new(connection, stream)) as Box<dyn Stream>);
    Ok(Accepted { stream, server_name: Some(server_name) })
}

/// One key for the whole program: the browsers are set to accept any certificate.
fn config() -> io::Result<Arc<ServerConfig>> {
    static CONFIG: OnceLock<Result<Arc<ServerConfig>, String>> = OnceLock::new();
    CONFIG.get_or_init(|| new_config().map_err(|error| error.to_string())).clone().map_err(io::Error::other)
}

fn new_config() -> io::Result<Arc<ServerConfig>> {
    let certified = rcgen::generate_simple_self_signed(["charte.invalid".to_owned()]).map_err(io::Error::other)?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .map_err(io::Error::other)?;
    Ok(Arc::new(config))
}
