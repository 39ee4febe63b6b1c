//! Makes an https conversation of a connection or a tunnel, under one certificate for all hosts. It knows no request.

use std::io::{self, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, OnceLock};

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::Acceptor;
use rustls::{ServerConfig, StreamOwned};

/// What a connection carries, to be read and written.
pub(crate) type Carried = BufReader<Box<dyn Conversation>>;

/// A stream, encrypted or not.
pub(crate) trait Conversation: Read + Write {}

impl<T: Read + Write> Conversation for T {}

/// The first byte of an encrypted conversation: browsers ask for tunnels for `ws:` too, which are plain.
const HANDSHAKE: u8 = 0x16;

/// A conversation that begins.
pub(crate) struct Opened {
    pub(crate) carried: Carried,
    /// The host that its TLS handshake names, empty when it names none; `None` when it is not encrypted.
    pub(crate) name: Option<String>,
}

/// What comes out of a connection or tunnel. Once the first words of a handshake are there, its host is known: the rest is
/// done with the first reading.
pub(crate) fn open(mut stream: TcpStream) -> io::Result<Opened> {
    let mut first = [0];
    if stream.peek(&mut first)? == 0 || first[0] != HANDSHAKE {
        return Ok(Opened { carried: BufReader::new(Box::new(stream)), name: None });
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
    let name = accepted.client_hello().server_name().unwrap_or_default().to_ascii_lowercase();
    let connection = accepted.into_connection(config()?).map_err(|(error, _)| io::Error::other(error))?;
    Ok(Opened { carried: BufReader::new(Box::new(StreamOwned::new(connection, stream))), name: Some(name) })
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
